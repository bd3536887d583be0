import type { AgentId, CallId, Instant, LineId, PhoneLegId } from '@pledgeline/core';
import fc from 'fast-check';
import {
  emptyExchange,
  legsOf,
  step,
  type CharityTarget,
  type Counsel,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type MonitorMode,
  type OutsideId,
} from '../src/index.ts';
import { at, HANDING, LISTENS, PROFESSIONAL, RULES, PROFILE } from './ladder.ts';
import { choice, chooses, choosesCallback, isChoice, type Chooses } from './random-choices.ts';

/** Blind picks seldom meet a call, so some words are said of whatever call the agent has at that moment. */
type OfOwn = {
  readonly kind: 'pick-up-own' | 'form-own' | 'hang-up-own' | 'unmonitor-own';
  readonly agent: AgentId;
};
type OfOwnPhone = { readonly kind: 'own-phone'; readonly agent: AgentId; readonly says: PhoneWord };
/** Of whatever call is talked on: `of` says which, where there are several. */
type OfOther = { readonly agent: AgentId; readonly of: number } & (
  | { readonly kind: 'monitor-of'; readonly mode: MonitorMode }
  | { readonly kind: 'take-over-of' }
);
/** `of`: which of those who talk, `free`: which of those who are free; null: the line; 'helper': any listener. */
type HandsOver = { readonly of: number } & (
  | { readonly kind: 'hand-over-to' | 'consult-with'; readonly free: number | 'outside' }
  | { readonly kind: 'hand-over-to'; readonly free: null | 'helper' }
  | {
      readonly kind:
        | 'talk-together'
        | 'complete'
        | 'take-back'
        | 'asked-picks-up'
        | 'help-asked'
        | 'help-withdrawn';
    }
);
/** Of whoever talks: `of` says which, where there are several. */
type ToCharity = { readonly kind: 'to-charity'; readonly of: number; readonly to: CharityTarget['kind'] };
type OfOutside = {
  readonly kind: 'of-outside';
  readonly of: number;
  readonly says: 'outside-answered' | 'outside-failed' | 'outside-ended';
};
type PhoneWord = 'phone-answered' | 'phone-failed' | 'phone-hung-up' | 'phone-lost';
type Word = ExchangeInput | Chooses | OfOwn | OfOwnPhone | OfOther | HandsOver | OfOutside | ToCharity;
export type Script = readonly (readonly [gapMs: number, Word])[];

const someAgent = fc.nat(4).map((n) => `agent-${n}` as AgentId);
const someCall = fc.nat(6).map((n) => `call-${n}` as CallId);

/** Whoever waits is soon told what else there is. */
export const RANDOM_RULES = { ...RULES, choiceMs: 300 };
const ofCall = (...kinds: readonly ('sound-ready' | 'acknowledged' | 'caller-hung-up' | 'prompt-ended')[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), call: someCall });
const ofDesk = (...kinds: readonly ('picked-up' | 'form-shown' | 'hang-up')[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), call: someCall, agent: someAgent });

const invited = fc.record({
  kind: fc.constant('invited' as const),
  call: someCall,
  line: fc.constant('line' as LineId),
  language: fc.constantFrom('fr' as const, 'en' as const),
  open: fc.constantFrom(true, true, true, true, false),
  barred: fc.constantFrom(false, false, false, false, false, true),
  early: fc.boolean(),
});
const trouble = fc.record({
  kind: fc.constantFrom(
    'cancelled' as const,
    'caller-lost' as const,
    'sound-refused' as const,
    'leg-gone' as const,
    'leg-silent' as const,
  ),
  call: someCall,
});
const agentComes = fc.record({
  kind: fc.constantFrom('line-up' as const, 'agent-ready' as const, 'agent-ready' as const),
  agent: someAgent,
});
const sitsDown = fc.record({
  kind: fc.constant('agent-came' as const),
  agent: someAgent,
  sound: fc.constantFrom('browser' as const, 'phone' as const),
  profile: fc.constantFrom(PROFILE, PROFILE, { ...PROFILE, skills: ['en'] }, LISTENS, PROFESSIONAL),
});
const ownPhone = fc.record({
  kind: fc.constant('own-phone' as const),
  agent: someAgent,
  says: fc.constantFrom<PhoneWord[]>(
    ...(['phone-answered', 'phone-answered', 'phone-answered'] as const),
    ...(['phone-failed', 'phone-hung-up', 'phone-lost'] as const),
  ),
});
const agentGoes = fc.record({
  kind: fc.constantFrom(
    'agent-left' as const,
    'line-lost' as const,
    'phone-gone' as const,
    'wrapped-up' as const,
    'still-typing' as const,
  ),
  agent: someAgent,
});
const standsDown = fc.record({
  kind: fc.constant('agent-away' as const),
  agent: someAgent,
  because: fc.constantFrom('chosen' as const, 'sound-lost' as const, 'desk-lost' as const),
});
const ofOwn = fc.record({
  kind: fc.constantFrom(
    'pick-up-own' as const,
    'pick-up-own' as const,
    'form-own' as const,
    'hang-up-own' as const,
  ),
  agent: someAgent,
});

const listens = fc.record({
  kind: fc.constant('monitor-of' as const),
  agent: someAgent,
  of: fc.nat(2),
  mode: fc.constantFrom<MonitorMode[]>('listen', 'whisper', 'barge'),
});
const takesOver = fc.record({
  kind: fc.constant('take-over-of' as const),
  agent: someAgent,
  of: fc.nat(2),
});
const stopsListening = fc.record({ kind: fc.constant('unmonitor-own' as const), agent: someAgent });

const handsOver: fc.Arbitrary<HandsOver> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('hand-over-to' as const, 'consult-with' as const, 'consult-with' as const),
    of: fc.nat(2),
    free: fc.oneof(fc.nat(2), fc.nat(2), fc.constant('outside' as const)),
  }),
  fc.record({
    kind: fc.constant('hand-over-to' as const),
    of: fc.nat(2),
    free: fc.constantFrom(null, 'helper' as const),
  }),
);
const consults: fc.Arbitrary<HandsOver> = fc.record({
  kind: fc.constantFrom(
    'asked-picks-up' as const,
    'talk-together' as const,
    'complete' as const,
    'take-back' as const,
  ),
  of: fc.nat(2),
});
const help: fc.Arbitrary<HandsOver> = fc.record({
  kind: fc.constantFrom('help-asked' as const, 'help-asked' as const, 'help-withdrawn' as const),
  of: fc.nat(2),
});
const ofOutside: fc.Arbitrary<OfOutside> = fc.record({
  kind: fc.constant('of-outside' as const),
  of: fc.nat(2),
  says: fc.constantFrom<OfOutside['says'][]>(
    'outside-answered',
    'outside-answered',
    'outside-failed',
    'outside-ended',
  ),
});

const toCharity: fc.Arbitrary<ToCharity> = fc.record({
  kind: fc.constant('to-charity' as const),
  of: fc.nat(2),
  to: fc.constantFrom<CharityTarget['kind'][]>('listeners', 'listeners', 'outside', 'outside', 'nobody'),
});

const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 40, arbitrary: invited },
  { weight: 60, arbitrary: ofCall('sound-ready', 'sound-ready', 'acknowledged') },
  { weight: 8, arbitrary: ofCall('caller-hung-up', 'prompt-ended') },
  { weight: 6, arbitrary: trouble },
  { weight: 30, arbitrary: chooses },
  { weight: 60, arbitrary: agentComes },
  { weight: 20, arbitrary: sitsDown },
  { weight: 50, arbitrary: ownPhone },
  { weight: 8, arbitrary: agentGoes },
  { weight: 4, arbitrary: standsDown },
  { weight: 80, arbitrary: ofOwn },
  { weight: 50, arbitrary: listens },
  { weight: 6, arbitrary: stopsListening },
  { weight: 40, arbitrary: takesOver },
  { weight: 150, arbitrary: handsOver },
  { weight: 70, arbitrary: consults },
  { weight: 40, arbitrary: help },
  { weight: 50, arbitrary: ofOutside },
  { weight: 30, arbitrary: toCharity },
  { weight: 30, arbitrary: choosesCallback },
  { weight: 6, arbitrary: ofDesk('picked-up', 'form-shown', 'hang-up') },
  { weight: 20, arbitrary: fc.constant<Word>({ kind: 'clock' }) },
  { weight: 1, arbitrary: fc.constant<Word>({ kind: 'let-go' }) },
  { weight: 1, arbitrary: fc.constant<Word>({ kind: 'media-lost' }) },
  { weight: 2, arbitrary: fc.constant<Word>({ kind: 'media-back' }) },
);
/** Many things at the same moment, most within a lease, some at its end, some beyond it. */
const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 20, arbitrary: fc.nat(50) },
  { weight: 4, arbitrary: fc.nat(600) },
  { weight: 2, arbitrary: fc.constantFrom(400, 5_000, 10_000, 32_000, 59_000, 150_000) },
);

/** Four agents are at work from the start; then anything happens. `size`: fast-check would stop at ten words. */
export const script: fc.Arbitrary<Script> = fc
  .tuple(fc.nat(5), fc.array(fc.tuple(gap, word), { maxLength: 150, size: 'max' }))
  .map(([how, words]) => [...opening, ...(begins[how] ?? []), ...words]);
const opening: Script = (['browser', 'browser', 'phone', 'browser'] as const).flatMap((sound, n) => {
  const agent = `agent-${n}` as AgentId;
  return [
    [0, { kind: 'agent-came', agent, sound, profile: n === 1 || n === 2 ? LISTENS : PROFILE }],
    [0, { kind: 'line-up', agent }],
    [0, { kind: 'agent-ready', agent }],
  ] as const;
});
/** Somebody talks while others are free, who can be asked about it: chance alone seldom comes to that. */
const talk: Script = [
  [0, { kind: 'invited', call: 'call-0' as CallId, line: 'line' as LineId, language: 'fr', open: true }],
  [0, { kind: 'sound-ready', call: 'call-0' as CallId }],
  [0, { kind: 'pick-up-own', agent: 'agent-0' as AgentId }],
  [0, { kind: 'form-own', agent: 'agent-0' as AgentId }],
];
/** Somebody who was answered waits again, and has chosen to be called back. */
const leaves: Script = [
  ...talk,
  [0, { kind: 'invited', call: 'call-1' as CallId, line: 'line' as LineId, language: 'fr', open: true }],
  [0, { kind: 'agent-away', agent: 'agent-0' as AgentId, because: 'desk-lost' }],
  [0, { kind: 'agent-away', agent: 'agent-1' as AgentId, because: 'desk-lost' }],
  [0, { kind: 'agent-away', agent: 'agent-2' as AgentId, because: 'desk-lost' }],
  [0, { kind: 'agent-away', agent: 'agent-3' as AgentId, because: 'desk-lost' }],
  [0, { kind: 'callback-chosen', call: 'call-0' as CallId }],
];
/** And is rung. */
const isRung: Script = [
  ...leaves,
  [0, { kind: 'caller-hung-up', call: 'call-0' as CallId }],
  [0, { kind: 'agent-ready', agent: 'agent-3' as AgentId }],
  [0, { kind: 'pick-up-own', agent: 'agent-3' as AgentId }],
  [0, { kind: 'form-own', agent: 'agent-3' as AgentId }],
];
const begins: readonly Script[] = [
  leaves,
  isRung,
  [],
  talk,
  [...talk, [0, { kind: 'consult-with', of: 0, free: 0 }], [0, { kind: 'asked-picks-up', of: 0 }]],
  [
    ...talk,
    [0, { kind: 'consult-with', of: 0, free: 'outside' }],
    [0, { kind: 'of-outside', of: 0, says: 'outside-answered' }],
  ],
];

export interface Played {
  readonly exchange: Exchange;
  readonly input: ExchangeInput;
  readonly effects: readonly ExchangeEffect[];
  readonly now: Instant;
}

/** Plays a script on an exchange of its own, and shows each step. */
export function* play(
  steps: Script,
  exchange = emptyExchange(RANDOM_RULES),
  from = 1_000,
): Generator<Played> {
  let now = from;
  for (const [gapMs, said] of steps) {
    now += gapMs;
    // A call's id may be used again as soon as it is over: so that this shows, what is due comes in a step of its own.
    if (said.kind === 'invited') yield playOne(exchange, { kind: 'clock' }, at(now));
    yield playOne(exchange, meant(exchange, said), at(now));
  }
}

function playOne(exchange: Exchange, input: ExchangeInput, now: Instant): Played {
  return { exchange, input, effects: step(exchange, input, now).effects, now };
}

const isOfOwn = (said: Word): said is OfOwn => said.kind.endsWith('-own');
const NO_LEG = 'no-leg' as PhoneLegId;
const WORDS = {
  'pick-up-own': 'picked-up',
  'form-own': 'form-shown',
  'hang-up-own': 'hang-up',
  'unmonitor-own': 'unmonitor',
} as const;

function meant(exchange: Exchange, said: Word): ExchangeInput {
  const { floor, calls, monitors } = exchange;
  if (isChoice(said)) return choice(exchange, said);
  if (said.kind === 'of-outside') return outsideSays(exchange, said);
  if (said.kind === 'to-charity') return givenToCharity(exchange, said);
  if ('of' in said && !('agent' in said)) return handOver(exchange, said);
  if (said.kind === 'monitor-of')
    return { kind: 'monitor', agent: said.agent, call: talkedOn(floor, said.of), mode: said.mode };
  if (said.kind === 'take-over-of')
    return { kind: 'take-over', agent: said.agent, call: talkedOn(floor, said.of) };
  if (!isOfOwn(said) && said.kind !== 'own-phone') return said;
  const { agent } = said;
  const call = monitors.get(agent)?.call ?? heldBy(floor, agent);
  if (said.kind !== 'own-phone') return { kind: WORDS[said.kind], agent, call };
  const of = calls.get(call);
  const legs = of === undefined ? [] : legsOf(of);
  const heardAt = monitors.get(agent)?.phone?.leg;
  const leg = heardAt ?? legs.find((one) => one.agent === agent)?.leg ?? NO_LEG;
  return { kind: said.says, call, leg };
}

function handOver(exchange: Exchange, said: HandsOver): ExchangeInput {
  const { floor } = exchange;
  const consulting = [...exchange.calls.values()].flatMap(({ call, place }) =>
    place.kind === 'talking' && place.consultation !== null ? [call] : [],
  );
  const call =
    'free' in said || said.kind.startsWith('help')
      ? talkedOn(floor, said.of)
      : (consulting.toSorted()[said.of % consulting.length] ?? NO_CALL);
  const asked = floor.consulted.get(call);
  if (said.kind === 'asked-picks-up') return { kind: 'picked-up', agent: asked ?? NOBODY, call };
  const own = { agent: floor.holders.get(call) ?? NOBODY, call };
  if (!('free' in said)) return { kind: said.kind, ...own };
  const { free } = said;
  if (free === null)
    return {
      kind: 'hand-over',
      ...own,
      to: { kind: 'line', line: 'other' as LineId, language: 'en', open: true },
    };
  if (free === 'helper') return { kind: 'hand-over', ...own, to: { kind: 'helper', helper: 'listener' } };
  const frees = [...floor.agents].flatMap(([id, state]) => (state.kind === 'free' ? [id] : [])).toSorted();
  const target: Counsel =
    free === 'outside'
      ? { kind: 'outside', to: 'depot' as OutsideId }
      : { kind: 'agent', agent: frees[free % frees.length] ?? NOBODY };
  return said.kind === 'hand-over-to'
    ? { kind: 'hand-over', ...own, to: target }
    : { kind: 'consult', ...own, with: target };
}

function givenToCharity({ floor }: Exchange, { of, to }: ToCharity): ExchangeInput {
  const call = talkedOn(floor, of);
  const target: CharityTarget = to === 'outside' ? { kind: to, to: 'depot' as OutsideId } : { kind: to };
  const agent = floor.holders.get(call) ?? NOBODY;
  return { kind: 'hand-to-charity', agent, call, to: target, handing: HANDING };
}

function outsideSays({ calls }: Exchange, { of, says }: OfOutside): ExchangeInput {
  const legs = [...calls.values()]
    .flatMap((call) =>
      legsOf(call).flatMap(({ leg, agent }) => (agent === null ? [{ leg, call: call.call }] : [])),
    )
    .toSorted((a, b) => (a.leg < b.leg ? -1 : 1));
  return { kind: says, ...(legs[of % legs.length] ?? { leg: NO_LEG, call: NO_CALL }) };
}

const NO_CALL = 'no-call' as CallId;
const NOBODY = 'nobody' as AgentId;

function heldBy(floor: Exchange['floor'], agent: AgentId): CallId {
  const state = floor.agents.get(agent);
  return state !== undefined && 'call' in state ? state.call : ('no-call' as CallId);
}

function talkedOn({ agents }: Exchange['floor'], of: number): CallId {
  const calls = [...agents.values()].flatMap((state) => (state.kind === 'talking' ? [state.call] : []));
  return calls.toSorted()[of % calls.length] ?? NO_CALL;
}
