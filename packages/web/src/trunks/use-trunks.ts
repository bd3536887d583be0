import { listTrunks, type TrunkList } from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const TRUNKS = ['trunks'] as const;
/** A call that comes or goes is seen within a breath; nobody presses reload. */
const LOOK_AGAIN_MS = 3_000;

export const trunksQuery = queryOptions<TrunkList>({
  queryKey: TRUNKS,
  queryFn: () => replyOf(call(listTrunks, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Every change answers the whole list as it is then. */
export const trunksAreNow = (list: TrunkList): void => {
  queries.setQueryData(TRUNKS, list);
};
