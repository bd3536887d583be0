import type { Mailer } from '../messages/mail.ts';
import type { PaymentProvider } from '../payments/provider.ts';
import { SANDBOX } from '../payments/sandbox/provider.ts';
import type { Facts } from './facts.ts';

export interface ProvidersDeps {
  /** null: messages are kept and read on the outbox page. */
  readonly mailer: Pick<Mailer, 'isReachable'> | null;
  readonly provider: Pick<PaymentProvider, 'name' | 'isReachable'>;
  readonly now: () => number;
}

type Reached = Pick<Facts, 'mail' | 'payment'>;

/** A screen that is left open asks each few seconds: providers are not to notice. */
const ASK_AGAIN_MS = 20_000;
/** Who takes longer is not there for a donor either. */
const ANSWER_MS = 4_000;

/** [RHS-5] Whether those outside whom donors need are there: asked now and then, and never for long. */
export function providersReached({ mailer, provider, now }: ProvidersDeps): () => Promise<Reached> {
  let known: { readonly at: number; readonly reached: Promise<Reached> } | null = null;
  const ask = async (): Promise<Reached> => {
    const [mail, pay] = await Promise.all([
      mailer === null ? null : inTime(mailer.isReachable()),
      inTime(provider.isReachable()),
    ]);
    return {
      mail: mail === null ? 'kept' : mail ? 'reached' : 'lost',
      payment: !pay ? 'lost' : provider.name === SANDBOX ? 'sandbox' : 'reached',
    };
  };
  return () => {
    if (known === null || now() - known.at >= ASK_AGAIN_MS) known = { at: now(), reached: ask() };
    return known.reached;
  };
}

async function inTime(asked: Promise<boolean>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ANSWER_MS, false);
  return Promise.race([asked.catch(() => false), late]).finally(() => clearTimeout(timer));
}
