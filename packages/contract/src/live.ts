import { z } from 'zod';
import { AgentStatus, DeskCall } from './desk.ts';
import { FloorChange, FloorState } from './floor.ts';
import { Totals } from './totals.ts';

/** WebSocket paths. A client that comes back says `?after=EPOCH.SEQ` and gets what it missed, or the whole state. */
export const LIVE_DESK = '/api/live/desk';
export const LIVE_TOTALS = '/api/live/totals';
export const LIVE_FLOOR = '/api/live/floor';

/** What a desk is told. The first message after connecting is a `desk` snapshot, unless all that was missed is still kept. */
export const DeskEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('desk'),
    status: AgentStatus,
    /** The call that is on the screen, also after it has ended, until the wrap-up is over. */
    call: DeskCall.nullable(),
    lineConnected: z.boolean(),
  }),
  z.object({ kind: z.literal('status'), status: AgentStatus }),
  /** A call comes: show the form, flash, sound the tone, then say `picked-up` and, once painted, `form-shown`. */
  z.object({ kind: z.literal('offered'), call: DeskCall }),
  /** The offer is taken back before it was connected. */
  z.object({
    kind: z.literal('withdrawn'),
    call: z.string(),
    because: z.enum(['caller-gone', 'missed', 'away', 'taken-back']),
  }),
  /** The look-up has answered, or the call has changed. */
  z.object({ kind: z.literal('call'), call: DeskCall }),
  /** The call was handed to the charity: what this browser holds of it is taken away, wherever it is. */
  z.object({ kind: z.literal('forgotten'), call: z.string() }),
  z.object({ kind: z.literal('line'), connected: z.boolean() }),
  /** Hours, stop or run of show are others than before: ask for the evening again. */
  z.object({ kind: z.literal('evening-changed') }),
  /** A supervisor has written, or has put this desk on a break: ask for the notes again. */
  z.object({ kind: z.literal('notes-changed') }),
  /** This position was taken or freed elsewhere; this screen holds it no longer. */
  z.object({ kind: z.literal('unseated') }),
]);
export type DeskEvent = z.infer<typeof DeskEvent>;

export const TotalsEvent = z.object({ kind: z.literal('totals'), totals: Totals });
export type TotalsEvent = z.infer<typeof TotalsEvent>;

/** Whole to whoever connects; then what has changed, at most ten times a second. */
export const FloorEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('floor'), floor: FloorState }),
  z.object({ kind: z.literal('floor-changed'), change: FloorChange }),
]);
export type FloorEvent = z.infer<typeof FloorEvent>;

/** Every live message: `epoch` names the server's life, `seq` counts up within one channel and epoch. */
export const liveMessage = <Event extends z.ZodType>(event: Event) =>
  z.object({ epoch: z.string(), seq: z.int(), event });

/** What a desk says over the socket: the two moments that the answer to the carrier waits for, and that somebody types. */
export const DeskSignal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picked-up'), call: z.string() }),
  z.object({ kind: z.literal('form-shown'), call: z.string() }),
  /** Keys are pressed in the form after the call: the wrap-up is not to end under the hands. */
  z.object({ kind: z.literal('still-typing') }),
]);
export type DeskSignal = z.infer<typeof DeskSignal>;
