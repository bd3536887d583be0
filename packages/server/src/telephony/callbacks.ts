import type { ExchangeEffect, ExchangeInput, NotRung } from '@pledgeline/calls';
import type { OutsideEvent } from '../outside/events.ts';
import type { CallId } from '@pledgeline/core';
import type { OutsideBook } from '../outside/book.ts';
import { destinationOf } from '../outside/destination.ts';
import { outsideLegOf } from '../outside/leg-names.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import type { Legs } from './legs.ts';

type Order = Extract<ExchangeEffect, { readonly kind: 'ring-outside' | 'ring-back' | 'hang-up-outside' }>;

/** [TEL-141] Who is rung is an entry of the list, or the caller himself: no number is in an order. */
export function orderOutside(outside: Pick<OutsideCalls, 'place' | 'end'>, order: Order): void {
  const { call } = order;
  const leg = outsideLegOf(order.leg);
  if (order.kind === 'hang-up-outside') return outside.end(leg);
  const to =
    order.kind === 'ring-back' ? ({ kind: 'caller' } as const) : ({ kind: 'listed', id: order.to } as const);
  return outside.place({ call, leg, to });
}

interface CallBackDeps {
  readonly book: OutsideBook;
  readonly legs: Pick<Legs, 'get'>;
  /** Null: it was withheld, or none came. */
  readonly numberOf: (call: CallId) => string | null;
}

/** [TEL-142] Whether this caller may be told that he can be called back: he has a number, and it may be rung. */
export function mayBeCalledBack({ book, legs, numberOf }: CallBackDeps, call: CallId): boolean {
  const line = legs.get(call)?.lineNumber;
  const campaign = line === undefined ? null : book.campaignOf(line);
  return destinationOf(book, campaign, { to: { kind: 'caller' }, caller: numberOf(call) }).ok;
}

const LATER: readonly string[] = ['campaign-full', 'machine-full', 'hour-full'];
const NEVER: readonly string[] = [
  'not-listed',
  'costly',
  'country',
  'callbacks-off',
  'no-number',
  'own-line',
  'no-such-campaign',
];

/** [TEL-143] What was refused here has rung nobody: full lines are full for a while, a forbidden number is forbidden. */
export function notRung(event: OutsideEvent): NotRung | null {
  if (event.kind !== 'outside-failed') return null;
  if (LATER.includes(event.because)) return 'later';
  return NEVER.includes(event.because) ? 'never' : null;
}

interface OpenDeps {
  readonly legs: Pick<Legs, 'isVacant'>;
  readonly outside: Pick<OutsideCalls, 'openAgain'>;
  readonly toExchange: (input: ExchangeInput) => void;
}

/** [TEL-144] The sound of a caller who was called back is opened by whoever placed the call; null: he was not. */
export function openAgain({ legs, outside, toExchange }: OpenDeps, call: CallId): Promise<void> | null {
  if (!legs.isVacant(call)) return null;
  return outside
    .openAgain(call)
    .then((opened) => toExchange({ kind: opened ? 'sound-ready' : 'sound-refused', call }));
}
