import { getEvening, type Evening } from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const EVENING = ['evening'] as const;
/** Desks are told of a change; this is for what they did not hear. */
const LOOK_AGAIN_MS = 30_000;

export const eveningQuery = queryOptions<Evening>({
  queryKey: EVENING,
  queryFn: () => replyOf(call(getEvening, {})),
  refetchInterval: LOOK_AGAIN_MS,
  refetchIntervalInBackground: true,
});

export const eveningKnown = (): Evening | undefined => queries.getQueryData(eveningQuery.queryKey);
export const eveningIsNow = (evening: Evening): void => {
  queries.setQueryData(eveningQuery.queryKey, evening);
};
export const askEveningAgain = (): void => {
  void queries.invalidateQueries({ queryKey: EVENING });
};
