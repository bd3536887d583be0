import { after, type Instant } from '@pledgeline/core';
import { decide, type Row } from './row.ts';

/**
 * What the machine can carry, and which new calls it takes. Told by the shell how late its loop runs and how busy it
 * is; asked for every new call, before anything is spent on it. Calls that are on are never asked about.
 */
export interface Load {
  readonly callsMax: number;
  mood: Mood;
  /** While calls are shed: until when each trunk has had its due. */
  readonly next: Map<string, Instant>;
}

type Mood =
  /** `pressed`: how many looks in a row found too much to do. */
  | { readonly kind: 'steady'; readonly pressed: number }
  /** `calm`: how many looks in a row found little to do. */
  | { readonly kind: 'shedding'; readonly calm: number };

/** What the last look at the machine found. */
export interface Look {
  /** How late the loop usually ran (the median): a single pause for the garbage is no overload. */
  readonly delayMs: number;
  /** How long the sound's process took to answer. */
  readonly soundDelayMs: number;
  /** How long a message waited at the door until it was read. */
  readonly doorDelayMs: number;
  /** The share of the time in which it had something to do, 0 to 1. */
  readonly busy: number;
}

export interface NewCall {
  readonly trunk: string;
  /** On the line now, by this trunk and by all of them. */
  readonly onTrunk: number;
  readonly calls: number;
  /** Trunks that may bring calls. */
  readonly trunks: number;
}

export const LOAD_RULES = {
  /** Carriers say everything again after 500 ms (T1): long before that, what they say must have been heard. */
  pressedDelayMs: 60,
  /** Two packets late is what a telephone's buffer bears. */
  pressedSoundDelayMs: 40,
  /** Carriers say it again after 500 ms (T1), which is one message more for whoever is late already. */
  pressedDoorDelayMs: 100,
  /** Well below the above, so that what is on the brink does not flap. */
  calmDelayMs: 15,
  calmSoundDelayMs: 15,
  calmDoorDelayMs: 15,
  calmBusy: 0.85,
  /** Looks come twice a second. */
  looksToShed: 3,
  looksToCarry: 6,
  /**
   * While calls are shed, each trunk is still served one as often as this, and some at once: that is more than any
   * evening brings and a small part of a flood, so that a machine which others keep busy turns nobody away.
   */
  trickleMs: 100,
  trickleAtOnce: 10,
  /** From this share of all calls on, a trunk with more than its part of them waits for those with less. */
  scarceShare: 0.8,
} as const;

export type Shed = 'machine-full' | 'trunk-over-share' | 'machine-busy';

interface LoadFacts {
  /** As many calls are on as the machine carries. */
  readonly full: boolean;
  /** Few are left, and this trunk has its part of them or more. */
  readonly overShare: boolean;
  readonly shedding: boolean;
  /** This trunk has had its due. */
  readonly served: boolean;
}

/** [OVL-1] The keypad for those who are shed would be one more outcome of a row. */
export const LOAD_TABLE: readonly Row<LoadFacts, 'carry' | Shed>[] = [
  {
    id: 'OVL-A',
    when: { full: 'yes', overShare: 'any', shedding: 'any', served: 'any' },
    outcome: 'machine-full',
  },
  // One carrier's flood leaves the last places to the others.
  {
    id: 'OVL-B',
    when: { full: 'no', overShare: 'yes', shedding: 'any', served: 'any' },
    outcome: 'trunk-over-share',
  },
  { id: 'OVL-C', when: { full: 'no', overShare: 'no', shedding: 'no', served: 'any' }, outcome: 'carry' },
  { id: 'OVL-D', when: { full: 'no', overShare: 'no', shedding: 'yes', served: 'no' }, outcome: 'carry' },
  {
    id: 'OVL-E',
    when: { full: 'no', overShare: 'no', shedding: 'yes', served: 'yes' },
    outcome: 'machine-busy',
  },
];

export const steadyLoad = (callsMax: number): Load => ({
  callsMax,
  mood: { kind: 'steady', pressed: 0 },
  next: new Map(),
});

/** Takes in what a look at the machine found. */
export function lookedAt(load: Load, look: Look): void {
  load.mood = moodAfter(load.mood, look);
  if (load.mood.kind === 'steady') load.next.clear();
}

/** Whether a new call is taken; asked once for each, for the answer counts. */
export function weigh(load: Load, call: NewCall, now: Instant): 'carry' | Shed {
  const shedding = load.mood.kind === 'shedding';
  const outcome = decide(LOAD_TABLE, {
    full: call.calls >= load.callsMax,
    overShare: isScarce(load, call) && call.onTrunk >= shareOf(load, call),
    shedding,
    served: aheadMs(load, call, now) > LOAD_RULES.trickleMs * (LOAD_RULES.trickleAtOnce - 1),
  });
  if (shedding && outcome === 'carry')
    load.next.set(call.trunk, after(now, aheadMs(load, call, now) + LOAD_RULES.trickleMs));
  return outcome;
}

const aheadMs = ({ next }: Load, { trunk }: NewCall, now: Instant): number =>
  Math.max(0, (next.get(trunk) ?? now) - now);

function moodAfter(mood: Mood, look: Look): Mood {
  const { looksToShed, looksToCarry } = LOAD_RULES;
  if (mood.kind === 'steady') {
    const pressed = isPressed(look) ? mood.pressed + 1 : 0;
    return pressed >= looksToShed ? { kind: 'shedding', calm: 0 } : { kind: 'steady', pressed };
  }
  const calm = isCalm(look) ? mood.calm + 1 : 0;
  return calm >= looksToCarry ? { kind: 'steady', pressed: 0 } : { kind: 'shedding', calm };
}

/** A loop that is never idle and yet reads every message at once does all that is asked of it: that is no overload. */
const isPressed = ({ delayMs, soundDelayMs, doorDelayMs }: Look): boolean =>
  delayMs >= LOAD_RULES.pressedDelayMs ||
  soundDelayMs >= LOAD_RULES.pressedSoundDelayMs ||
  doorDelayMs >= LOAD_RULES.pressedDoorDelayMs;

const isCalm = ({ delayMs, soundDelayMs, doorDelayMs, busy }: Look): boolean =>
  delayMs <= LOAD_RULES.calmDelayMs &&
  soundDelayMs <= LOAD_RULES.calmSoundDelayMs &&
  doorDelayMs <= LOAD_RULES.calmDoorDelayMs &&
  busy <= LOAD_RULES.calmBusy;

const isScarce = ({ callsMax }: Load, { calls }: NewCall): boolean =>
  calls >= Math.floor(callsMax * LOAD_RULES.scarceShare);

/** An only trunk may have all of it. */
const shareOf = ({ callsMax }: Load, { trunks }: NewCall): number =>
  Math.ceil(callsMax / Math.max(1, trunks));
