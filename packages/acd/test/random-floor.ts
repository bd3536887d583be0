import type { AgentId, CallId, Instant, SiteId } from '@pledgeline/core';
import fc from 'fast-check';
import {
  emptyFloor,
  step,
  type AgentProfile,
  type CallNeeds,
  type Floor,
  type FloorEffect,
  type FloorInput,
  type FloorRules,
} from '../src/index.ts';

export const RULES: FloorRules = {
  offerMs: 5_000,
  wrapUpMs: 8_000,
  wrapUpMaxMs: 11_000,
  waitingMax: 4,
  overflowMs: 3_000,
  choiceMs: 4_000,
  sites: [],
};
export const [PARIS, CAEN] = ['paris' as SiteId, 'caen' as SiteId];
/** What everybody can do, and what asks for nothing. */
export const ANYBODY: AgentProfile = { site: PARIS, skills: [] };
export const ANYTHING: CallNeeds = { skills: [], site: null };

export const agent = (n: number): AgentId => `agent-${n}` as AgentId;
export const call = (n: number): CallId => `call-${n}` as CallId;
export const at = (ms: number): Instant => ms as Instant;

/** Blind picks seldom meet an offer, so some words are said of whatever call the agent has at that moment. */
type Word = FloorInput | PutBackOwn | OfOwn | TakeOverOf | PassOnOwn | AskOfOwn;
export type Script = readonly (readonly [gapMs: number, Word])[];
/** Of whatever call the other one has. */
type TakeOverOf = { readonly kind: 'take-over-of'; readonly agent: AgentId; readonly from: AgentId };
type PassOnOwn = {
  readonly kind: 'pass-on-own';
  readonly agent: AgentId;
  readonly needs: CallNeeds | null;
  readonly to: AgentId | null;
};
/** Some of those who talk, and some of those who are free. */
type AskOfOwn = { readonly kind: 'ask-of-own'; readonly of: number; readonly free: number };
type PutBackOwn = { readonly kind: 'put-back-own'; readonly agent: AgentId; readonly until: Instant };
type OfOwn = {
  readonly kind: 'pick-up-own' | 'end-own' | 'complete-own' | 'take-back-own' | 'pass-out-own';
  readonly agent: AgentId;
};

const someAgent = fc.integer({ min: 0, max: 4 }).map(agent);
/** Two rooms; in the first, one speaks English, and one more is of the charity. */
const PROFILES: readonly AgentProfile[] = [
  { site: PARIS, skills: ['fr'] },
  { site: PARIS, skills: ['fr', 'en'] },
  { site: PARIS, skills: ['listener', 'fr', 'en'] },
  { site: CAEN, skills: ['fr'] },
  { site: CAEN, skills: ['en', 'fr'] },
];
const someNeeds: fc.Arbitrary<CallNeeds> = fc.constantFrom(
  ANYTHING,
  { skills: ['fr'], site: null },
  { skills: ['fr'], site: CAEN },
  { skills: ['en', 'fr'], site: PARIS },
  { skills: ['en'], site: CAEN },
  { skills: ['listener'], site: null },
);
/** Mostly each as ever; now and then somebody is told to do something else. */
const cameAs = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 0, 0, 1)).map(([n, other]) => ({
  kind: 'agent-came' as const,
  agent: agent(n),
  profile: PROFILES[(n + other) % PROFILES.length] ?? ANYBODY,
}));
const someCall = fc.integer({ min: 0, max: 9 }).map(call);
const of = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);

const arrival = (open: boolean): fc.Arbitrary<FloorInput> =>
  fc.record({ kind: of('call-arrived'), call: someCall, open: fc.constant(open), needs: someNeeds });

const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 6, arbitrary: arrival(true) },
  { weight: 1, arbitrary: arrival(false) },
  { weight: 2, arbitrary: fc.record({ kind: of('call-gone'), call: someCall }) },
  { weight: 3, arbitrary: cameAs },
  { weight: 6, arbitrary: fc.record({ kind: of('agent-ready'), agent: someAgent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('agent-away'),
      agent: someAgent,
      because: fc.constantFrom('chosen', 'chosen', 'sound-lost', 'desk-lost', 'listening'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('agent-left'), agent: someAgent }) },
  { weight: 1, arbitrary: fc.record({ kind: of('picked-up'), agent: someAgent, call: someCall }) },
  { weight: 5, arbitrary: fc.record({ kind: of('pick-up-own'), agent: someAgent }) },
  { weight: 3, arbitrary: fc.record({ kind: of('end-own'), agent: someAgent }) },
  { weight: 3, arbitrary: fc.record({ kind: of('take-over-of'), agent: someAgent, from: someAgent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('pass-on-own'),
      agent: someAgent,
      needs: fc.option(someNeeds),
      to: fc.option(someAgent),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: of('ask-of-own'), of: fc.nat(2), free: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: of('complete-own'), agent: someAgent }) },
  { weight: 2, arbitrary: fc.record({ kind: of('take-back-own'), agent: someAgent }) },
  { weight: 1, arbitrary: fc.record({ kind: of('pass-out-own'), agent: someAgent }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('put-back-own'),
      agent: someAgent,
      until: fc.integer({ min: 1, max: 200_000 }).map(at),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('come-back'),
      call: someCall,
      since: fc.nat(1_000).map(at),
      needs: someNeeds,
      to: fc.option(someAgent),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: of('set-aside'), call: someCall, until: fc.constant(null) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: of('set-aside'),
      call: someCall,
      until: fc.integer({ min: 1, max: 200_000 }).map(at),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: of('back-in-line'), call: someCall }) },
  { weight: 2, arbitrary: fc.record({ kind: of('wrapped-up'), agent: someAgent }) },
  { weight: 4, arbitrary: fc.record({ kind: of('still-typing'), agent: someAgent }) },
  { weight: 2, arbitrary: fc.record({ kind: of('declined'), agent: someAgent, call: someCall }) },
  { weight: 4, arbitrary: fc.record({ kind: of('clock') }) },
);
/** Many things at the same moment, some within a lease, some beyond it. */
const gap = fc.oneof(fc.constant(0), fc.nat(50), fc.nat(6_000), fc.constantFrom(5_000, 8_000));

const anything: fc.Arbitrary<Script> = fc.array(fc.tuple(gap, word), {
  maxLength: 150,
  // Without it fast-check makes arrays of ten at the most, in which hardly a call is ever talked on.
  size: 'max',
});
/** Somebody talks, and somebody is free who can be asked about it: chance alone seldom comes to that. */
const consulting: Script = [
  ...[0, 1, 2].flatMap((n): Script => [
    [0, { kind: 'agent-came', agent: agent(n), profile: ANYBODY }],
    [0, { kind: 'agent-ready', agent: agent(n) }],
  ]),
  [0, { kind: 'call-arrived', call: call(0), open: true, needs: ANYTHING }],
  [0, { kind: 'pick-up-own', agent: agent(0) }],
  [0, { kind: 'ask-of-own', of: 0, free: 0 }],
];
/** Somebody types in the middle of its wrap-up: chance alone is mostly early or late. */
const typing: Script = [
  [0, { kind: 'agent-came', agent: agent(0), profile: ANYBODY }],
  [0, { kind: 'agent-ready', agent: agent(0) }],
  [0, { kind: 'call-arrived', call: call(0), open: true, needs: ANYTHING }],
  [0, { kind: 'pick-up-own', agent: agent(0) }],
  [0, { kind: 'end-own', agent: agent(0) }],
  [5_000, { kind: 'still-typing', agent: agent(0) }],
];
export const script: fc.Arbitrary<Script> = fc
  .tuple(fc.constantFrom([], [], consulting, typing), anything)
  .map(([before, then]) => [...before, ...then]);

export interface Played {
  readonly floor: Floor;
  readonly input: FloorInput;
  readonly effects: readonly FloorEffect[];
  readonly now: Instant;
}

/** Plays a script on a floor of its own, and shows each step. */
export function* play(steps: Script, floor = emptyFloor(RULES)): Generator<Played> {
  let now = 1_000;
  for (const [gapMs, said] of steps) {
    now += gapMs;
    const input = meant(floor, said);
    const { effects } = step(floor, input, at(now));
    yield { floor, input, effects, now: at(now) };
  }
}

function meant(floor: Floor, said: Word): FloorInput {
  if (said.kind === 'take-over-of')
    return { kind: 'take-over', agent: said.agent, call: heldBy(floor, said.from) };
  if (said.kind === 'pass-on-own')
    return {
      kind: 'pass-on',
      agent: said.agent,
      call: heldBy(floor, said.agent),
      needs: said.needs,
      to: said.to,
    };
  if (said.kind === 'put-back-own') return { ...said, kind: 'put-back', call: heldBy(floor, said.agent) };
  if (said.kind === 'ask-of-own') return askOf(floor, said);
  return isOfOwn(said) ? ofOwn(floor, said) : said;
}

const OWN = {
  'pick-up-own': 'picked-up',
  'end-own': 'call-gone',
  'complete-own': 'complete',
  'take-back-own': 'take-back',
  'pass-out-own': 'pass-out',
} as const;
const isOfOwn = (said: Word): said is OfOwn => said.kind in OWN;

function askOf(floor: Floor, { of: which, free }: AskOfOwn): FloorInput {
  const those = (kind: 'talking' | 'free', one: number): AgentId => {
    const found = [...floor.agents]
      .flatMap(([name, state]) => (state.kind === kind ? [name] : []))
      .toSorted();
    return found[one % found.length] ?? agent(99);
  };
  const asking = those('talking', which);
  return { kind: 'ask', agent: asking, call: heldBy(floor, asking), other: those('free', free) };
}

function heldBy(floor: Floor, held: AgentId): CallId {
  const state = floor.agents.get(held);
  return state !== undefined && 'call' in state ? state.call : call(99);
}

function ofOwn(floor: Floor, said: OfOwn): FloorInput {
  return { kind: OWN[said.kind], agent: said.agent, call: heldBy(floor, said.agent) };
}
