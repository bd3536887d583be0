import { Resolver } from 'node:dns/promises';
import type { DnsAnswer, Question } from '@pledgeline/sip';

interface Asked {
  readonly answer: DnsAnswer;
  /** How long the answer holds; null: it does not say. */
  readonly ttlSeconds: number | null;
  /** Nobody could say: that there are no records is then no answer. */
  readonly isAway: boolean;
}

export type AskDns = (question: Question) => Promise<Asked>;

/** One try, and another: whoever asks has a patience of its own. */
const TRY_MS = 2_000;
const TRIES = 2;
/** There is such a name and it has no such record, or there is no such name: that is an answer. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/** `servers`: as `198.51.100.53` or `198.51.100.53:5353`; none: those of this machine. */
export function openDns(servers: readonly string[]): AskDns {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return async (question) => {
    try {
      return { ...(await askFor(resolver, question)), isAway: false };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { answer: { ...question, records: [] }, ttlSeconds: null, isAway: !NOTHING.has(code) };
    }
  };
}

async function askFor(resolver: Resolver, { type, name }: Question): Promise<Omit<Asked, 'isAway'>> {
  if (type === 'SRV')
    return { answer: { type, name, records: await resolver.resolveSrv(name) }, ttlSeconds: null };
  if (type === 'NAPTR')
    return { answer: { type, name, records: await resolver.resolveNaptr(name) }, ttlSeconds: null };
  const options = { ttl: true } as const;
  const found = await (type === 'A' ? resolver.resolve4(name, options) : resolver.resolve6(name, options));
  return {
    answer: { type, name, records: found.map(({ address }) => address) },
    ttlSeconds: found.reduce<number | null>((least, { ttl }) => Math.min(least ?? ttl, ttl), null),
  };
}
