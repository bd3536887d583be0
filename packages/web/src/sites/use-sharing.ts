import { getSharing, type Sharing } from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const SHARING = ['sharing'] as const;
/** Who sits where changes by itself. */
const LOOK_AGAIN_MS = 5_000;

export const sharingQuery = queryOptions<Sharing>({
  queryKey: SHARING,
  queryFn: () => replyOf(call(getSharing, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Every change answers the whole as it is then. */
export const sharingIsNow = (sharing: Sharing): void => {
  queries.setQueryData(SHARING, sharing);
};
