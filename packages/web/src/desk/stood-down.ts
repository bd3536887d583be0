import type { DeskNotes } from '@pledgeline/contract';
import type { Desk } from './desk.ts';

/** Why no calls come although nobody at this desk has asked for that. */
export type StoodDown = 'missed-offer' | 'sound-lost' | 'desk-lost' | 'supervisor' | 'unknown';

/** [AGW-3] Null: calls come, or whoever sits here knows why they do not. */
export function stoodDown(
  { seated, status, hold, form }: Desk,
  notes: Pick<DeskNotes, 'break'> | undefined,
): StoodDown | null {
  if (!seated || status.kind !== 'away' || hold === 'held') return null;
  const { because } = status;
  if (because === 'missed-offer' || because === 'sound-lost' || because === 'desk-lost') return because;
  if (because !== 'chosen' || notes === undefined) return null;
  if (notes.break?.bySupervisor === true) return 'supervisor';
  // A form that was brought back by a reload holds the calls off, and is on the screen.
  return notes.break === null && form === null ? 'unknown' : null;
}
