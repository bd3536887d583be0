import {
  getRehearsal,
  startRehearsal,
  stopRehearsal,
  tickItem,
  untickItem,
  type Rehearsal,
  type RehearsalWanted,
} from '@pledgeline/contract';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const REHEARSAL = ['rehearsal'] as const;
/** What somebody has just put right is seen before he asks whether it is. */
const LOOK_AGAIN_MS = 4_000;

export const rehearsalQuery = queryOptions<Rehearsal>({
  queryKey: REHEARSAL,
  queryFn: () => replyOf(call(getRehearsal, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

export type Deed =
  | { readonly kind: 'tick' | 'untick' }
  | { readonly kind: 'start'; readonly wanted: RehearsalWanted }
  | { readonly kind: 'stop' };

/** Every deed answers how things stand then. */
export const useDeed = () =>
  useMutation({
    mutationFn: (deed: Deed) => replyOf(ask(deed)),
    onSuccess: (now: Rehearsal) => queries.setQueryData(REHEARSAL, now),
  });

function ask(deed: Deed) {
  const params = { item: 'backup' } as const;
  switch (deed.kind) {
    case 'tick':
      return call(tickItem, { params });
    case 'untick':
      return call(untickItem, { params });
    case 'start':
      return call(startRehearsal, { body: deed.wanted });
    case 'stop':
      return call(stopRehearsal, {});
    default:
      throw new Error('no such deed');
  }
}
