import {
  getLadder,
  getLoad,
  listRefusals,
  listTrace,
  type LineLoad,
  type TraceCalls,
  type TraceLadder,
  type TraceRefusals,
} from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { replyOf } from '../app/queries.ts';

const LOOK_AGAIN_MS = 2_000;

export const callsQuery = queryOptions<TraceCalls>({
  queryKey: ['trace'],
  queryFn: () => replyOf(call(listTrace, {})),
  refetchInterval: LOOK_AGAIN_MS,
});
export const refusalsQuery = queryOptions<TraceRefusals>({
  queryKey: ['trace', 'refusals'],
  queryFn: () => replyOf(call(listRefusals, {})),
  refetchInterval: LOOK_AGAIN_MS,
});
export const loadQuery = queryOptions<LineLoad>({
  queryKey: ['load'],
  queryFn: () => replyOf(call(getLoad, {})),
  refetchInterval: LOOK_AGAIN_MS,
});
export const ladderQuery = (id: string) =>
  queryOptions<TraceLadder>({
    queryKey: ['trace', 'call', id],
    queryFn: () => replyOf(call(getLadder, { params: { call: id } })),
    refetchInterval: LOOK_AGAIN_MS,
  });
