import { z } from 'zod';

const Share = z.number().min(0).max(1).nullable();
const Milliseconds = z.number().nullable();

/** What a site does, or all of them together. Null: nothing has happened yet that it could be said of. */
const Work = z.object({
  answered: z.int(),
  /** Of the answered calls and those that should have been: how many had an agent within the bound. */
  serviceLevel: Share,
  /** ASA: how long the answered callers waited, on average. */
  answerMs: Milliseconds,
  /** Talk and wrap-up, of all the time in which agents took calls. */
  occupancy: Share,
  /** AHT: talk and wrap-up of a call, on average. */
  handleMs: Milliseconds,
});

export const Figures = Work.extend({
  /** Answered, abandoned and turned away. Who waits now is none of these yet. */
  offered: z.int(),
  abandoned: z.int(),
  /** Of the abandoned: those who were gone within three seconds, for whom nobody could have been there. */
  abandonedShort: z.int(),
  /** The line was full, or had no sound. */
  turnedAway: z.int(),
});
export type Figures = z.infer<typeof Figures>;

export const FloorFigures = z.object({
  /** When the evening began that is counted (epoch milliseconds). */
  since: z.number(),
  boundMs: z.number(),
  evening: Figures,
  /** The last fifteen minutes. */
  recent: Figures,
  /** The evening by site; nobody knows to which site a call would have gone that nobody answered. */
  sites: z.array(Work.extend({ site: z.string() })),
});
export type FloorFigures = z.infer<typeof FloorFigures>;

/** What the trade holds a call to be: 68 seconds with all that belongs to it. */
export const HANDLE_AIM_MS = 68_000;
