import { readWallboard, type Wallboard } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { serverNow } from '../app/server-clock.ts';
import { Refused, replyOf } from '../app/queries.ts';

const LOOK_AGAIN_MS = 1_000;
/** Longer than a hiccup, shorter than anybody goes by a figure that stands still. */
const OLD_AFTER_MS = 5_000;

export interface WallboardView {
  readonly board: Wallboard | undefined;
  /** The link opens nothing, or not any more. */
  readonly isClosed: boolean;
  /** What is shown is no longer of now. */
  readonly isOld: (now: number) => boolean;
}

/** [WBD-3] Asked for each second, for ever: a screen on a wall has nobody who would reload it. */
export function useWallboard(token: string): WallboardView {
  const { data, error } = useQuery({
    queryKey: ['wallboard', token],
    queryFn: () => heard(token),
    refetchInterval: LOOK_AGAIN_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
  const isClosed =
    error instanceof Refused && error.refusal.kind === 'fault' && error.refusal.fault === 'NOT_FOUND';
  const heardAt = data?.at ?? 0;
  return { board: data?.board, isClosed, isOld: (now) => now - heardAt > OLD_AFTER_MS };
}

/** With the moment by the clock that everything on the screen is counted by. */
async function heard(token: string): Promise<{ readonly board: Wallboard; readonly at: number }> {
  const board = await replyOf(call(readWallboard, { body: { token } }));
  return { board, at: serverNow() };
}
