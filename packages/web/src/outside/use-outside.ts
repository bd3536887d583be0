import { getOutside, type Outside } from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const OUTSIDE = ['outside'] as const;
/** A call that comes or goes is seen within a breath; nobody presses reload. */
const LOOK_AGAIN_MS = 3_000;

export const outsideQuery = queryOptions<Outside>({
  queryKey: OUTSIDE,
  queryFn: () => replyOf(call(getOutside, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Every change answers the whole as it is then. */
export const outsideIsNow = (outside: Outside): void => {
  queries.setQueryData(OUTSIDE, outside);
};
