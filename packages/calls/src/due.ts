import { earliest, type Instant } from '@pledgeline/core';
import type { Call } from './call.ts';
import { callbackDueAt } from './callback.ts';
import { earlyDueAt } from './early.ts';

/** When the call must be told the time; null: never. */
export const dueAt = (call: Call): Instant | null =>
  earliest(
    connectDueAt(call),
    earlyDueAt(call),
    ringDueAt(call),
    outsideDueAt(call),
    keyingDueAt(call),
    callbackDueAt(call),
  );

/** When a call that was picked up is connected, or given up if there is still no sound. */
export function connectDueAt({ place, sound, signal }: Call): Instant | null {
  if (place.kind !== 'picked-up') return null;
  return sound === 'ready' || signal.kind === 'gone' ? place.connectBy : place.until;
}

const ringDueAt = ({ signal }: Call): Instant | null => (signal.kind === 'ringing' ? signal.againAt : null);

/** When somebody outside who does not answer is given up. */
export function outsideDueAt({ place }: Call): Instant | null {
  if (place.kind === 'outside') return place.until;
  if (place.kind !== 'talking' || place.consultation?.stage !== 'ringing') return null;
  return place.consultation.with.kind === 'outside' ? place.consultation.with.until : null;
}

/** When whoever keys waits again, come what may. */
export const keyingDueAt = ({ place }: Call): Instant | null =>
  place.kind === 'keying' ? place.until : null;
