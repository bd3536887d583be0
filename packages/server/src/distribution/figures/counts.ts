import type { Figures } from '@pledgeline/contract';

/** What is counted, at one site in one minute or anywhere in any time: all of it adds up. Times are in milliseconds. */
export interface Counts {
  answered: number;
  answeredInTime: number;
  answerWaitMs: number;
  abandoned: number;
  abandonedShort: number;
  turnedAway: number;
  talks: number;
  talkMs: number;
  wrapUpMs: number;
  busyMs: number;
  staffedMs: number;
}

export const nothing = (): Counts => ({
  answered: 0,
  answeredInTime: 0,
  answerWaitMs: 0,
  abandoned: 0,
  abandonedShort: 0,
  turnedAway: 0,
  talks: 0,
  talkMs: 0,
  wrapUpMs: 0,
  busyMs: 0,
  staffedMs: 0,
});

export function add(to: Counts, counts: Readonly<Partial<Counts>>): void {
  for (const [name, value] of Object.entries(counts)) to[name as keyof Counts] += value;
}

/**
 * [FIG-1] What the counts come to. Whoever was gone at once counts as offered and abandoned, and is no reproach in the
 * service level.
 */
export function figuresOf(counts: Counts): Figures {
  const { answered, abandoned, abandonedShort, turnedAway, talks } = counts;
  const offered = answered + abandoned + turnedAway;
  return {
    offered,
    answered,
    abandoned,
    abandonedShort,
    turnedAway,
    serviceLevel: ratio(counts.answeredInTime, offered - abandonedShort),
    answerMs: ratio(counts.answerWaitMs, answered),
    occupancy: ratio(counts.busyMs, counts.staffedMs),
    handleMs: ratio(counts.talkMs + counts.wrapUpMs, talks),
  };
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
