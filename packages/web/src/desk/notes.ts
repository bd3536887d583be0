import {
  getDeskNotes,
  putMessageAway,
  takeBreak,
  type BreakReason,
  type DeskNotes,
} from '@pledgeline/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';
import { serverNow } from '../app/server-clock.ts';

const NOTES = ['desk-notes'] as const;
/** Desks are told of a change; this is for what they did not hear. */
const LOOK_AGAIN_MS = 30_000;

export const notesQuery = queryOptions<DeskNotes>({
  queryKey: NOTES,
  queryFn: () => replyOf(call(getDeskNotes, {})),
  refetchInterval: LOOK_AGAIN_MS,
  refetchIntervalInBackground: true,
});

const known = (): DeskNotes | undefined => queries.getQueryData(notesQuery.queryKey);
const change = (notes: Partial<DeskNotes>): void => {
  queries.setQueryData(notesQuery.queryKey, { break: null, messages: [], ...known(), ...notes });
};

export const askNotesAgain = (): void => {
  void queries.invalidateQueries({ queryKey: NOTES });
};

/** Whoever is ready takes no break any more; nobody has to be asked for that. */
export function breakIsOver(): void {
  if ((known()?.break ?? null) !== null) change({ break: null });
}

/** The screen knows of the break before the floor tells it: nobody who takes one is alarmed that no calls come. */
export async function breakFor(reason: BreakReason) {
  await queries.cancelQueries({ queryKey: NOTES });
  change({ break: { since: serverNow(), ...known()?.break, reason, bySupervisor: false } });
  const answer = await call(takeBreak, { body: { reason } });
  if (answer.ok) change(answer.value);
  else askNotesAgain();
  return answer;
}

/** Puts the oldest message away. False: there is none. */
export function putOldestAway(): boolean {
  const messages = known()?.messages ?? [];
  const [oldest, ...others] = messages;
  if (oldest === undefined) return false;
  change({ messages: others });
  void call(putMessageAway, { params: { id: oldest.id } }).then((answer) => {
    // The line is cut: it is shown again, and put away again.
    if (!answer.ok) askNotesAgain();
  });
  return true;
}
