import { listPhoneAccounts, listPositions, listSites } from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { replyOf } from '../app/queries.ts';

/** Nobody needs to press reload to see who has sat down, or which phone has registered. */
const LOOK_AGAIN_MS = 5_000;

export const positionsQuery = queryOptions({
  queryKey: ['positions'],
  queryFn: () => replyOf(call(listPositions, {})),
  refetchInterval: LOOK_AGAIN_MS,
});
export const phoneAccountsQuery = queryOptions({
  queryKey: ['phone-accounts'],
  queryFn: () => replyOf(call(listPhoneAccounts, {})),
  refetchInterval: LOOK_AGAIN_MS,
});
export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: () => replyOf(call(listSites, {})),
});
