import { z } from 'zod';

/** What a supervisor must know at once. Somebody waits and nobody takes calls; somebody waits beyond the bound; … */
export const AlarmKind = z.enum(['nobody-ready', 'long-wait', 'trunk-down', 'calls-dropped', 'media-away']);
export type AlarmKind = z.infer<typeof AlarmKind>;

export const FloorAlarm = z.object({
  kind: AlarmKind,
  /** A trunk's name; empty: it is of the whole floor. */
  of: z.string(),
  /** Since when (epoch milliseconds, server's clock). */
  since: z.number(),
});
export type FloorAlarm = z.infer<typeof FloorAlarm>;
