import { getCampaign, getMe, type Campaign, type Me } from '@pledgeline/contract';
import type { Result } from '@pledgeline/core';
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { call, type Refusal } from './call.ts';

/** A refusal on its way through the query library, which knows failures only as errors. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.kind === 'fault' ? refusal.fault : 'UNREACHABLE');
    this.refusal = refusal;
  }
}

export async function replyOf<T>(answer: Promise<Result<T, Refusal>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  throw new Refused(result.failure);
}

const RETRIES = 3;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // Only what nobody answered is worth asking again; a fault is an answer.
      retry: (failures, error) =>
        failures < RETRIES && error instanceof Refused && error.refusal.kind === 'unreachable',
    },
  },
});

export const meQuery = queryOptions<Me>({ queryKey: ['me'], queryFn: () => replyOf(call(getMe, {})) });
export const campaignQuery = queryOptions<Campaign>({
  queryKey: ['campaign'],
  queryFn: () => replyOf(call(getCampaign, {})),
  staleTime: 60_000,
});

/** Signing in, sitting down and getting up all answer who one is now. */
export const isNow = (me: Me): void => {
  queries.setQueryData(meQuery.queryKey, me);
};
