/** When frames of our own are due: every 20 ms from a fixed beginning, so that a late timer does not add up to drift. */
import { FRAME_MS } from './g711.ts';

/** After a longer pause (a stopped machine) the frames in between are left out: nobody wants them in one burst. */
const BEHIND_FRAMES_MAX = 5;

export interface Pace {
  startedAtMs: number;
  sent: number;
}

export const paceFrom = (nowMs: number): Pace => ({ startedAtMs: nowMs, sent: 0 });

/** How many frames are due now; they count as sent. */
export function framesDue(pace: Pace, nowMs: number): number {
  const due = Math.floor((nowMs - pace.startedAtMs) / FRAME_MS) + 1 - pace.sent;
  if (due <= 0) return 0;
  if (due > BEHIND_FRAMES_MAX) {
    pace.startedAtMs = nowMs;
    pace.sent = 1;
    return 1;
  }
  pace.sent += due;
  return due;
}

/** When the next frame is due. */
export const nextFrameAt = (pace: Pace): number => pace.startedAtMs + pace.sent * FRAME_MS;
