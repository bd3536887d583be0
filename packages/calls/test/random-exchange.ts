import type { AgentId, CallId, Instant, LineId, PhoneLegId } from '@pledgeline/core';
import fc from 'fast-check';
import {
  emptyExchange,
  step,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type MonitorMode,
} from '../src/index.ts';
import { at, RULES } from './ladder.ts';

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
type PhoneWord = 'phone-answered' | 'phone-failed' | 'phone-hung-up' | 'phone-lost';
type Word = ExchangeInput | OfOwn | OfOwnPhone | OfOther;
export type Script = readonly (readonly [gapMs: number, Word])[];

const someAgent = fc.nat(4).map((n) => `agent-${n}` as AgentId);
const someCall = fc.nat(6).map((n) => `call-${n}` as CallId);

const ofCall = (...kinds: readonly ('sound-ready' | 'acknowledged' | 'caller-hung-up')[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), call: someCall });
const ofDesk = (...kinds: readonly ('picked-up' | 'form-shown' | 'hang-up')[]) =>
  fc.record({ kind: fc.constantFrom(...kinds), call: someCall, agent: someAgent });

const invited = fc.record({
  kind: fc.constant('invited' as const),
  call: someCall,
  line: fc.constant('line' as LineId),
  language: fc.constantFrom('fr' as const, 'en' as const),
  open: fc.constantFrom(true, true, true, true, false),
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

const word: fc.Arbitrary<Word> = fc.oneof(
  { weight: 40, arbitrary: invited },
  { weight: 60, arbitrary: ofCall('sound-ready', 'sound-ready', 'acknowledged') },
  { weight: 8, arbitrary: ofCall('caller-hung-up') },
  { weight: 6, arbitrary: trouble },
  { weight: 60, arbitrary: agentComes },
  { weight: 20, arbitrary: sitsDown },
  { weight: 50, arbitrary: ownPhone },
  { weight: 8, arbitrary: agentGoes },
  { weight: 4, arbitrary: standsDown },
  { weight: 80, arbitrary: ofOwn },
  { weight: 50, arbitrary: listens },
  { weight: 6, arbitrary: stopsListening },
  { weight: 40, arbitrary: takesOver },
  { weight: 6, arbitrary: ofDesk('picked-up', 'form-shown', 'hang-up') },
  { weight: 20, arbitrary: fc.constant<Word>({ kind: 'clock' }) },
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
  .array(fc.tuple(gap, word), { maxLength: 150, size: 'max' })
  .map((words) => [...opening, ...words]);
const opening: Script = (['browser', 'browser', 'phone', 'browser'] as const).flatMap((sound, n) => {
  const agent = `agent-${n}` as AgentId;
  return [
    [0, { kind: 'agent-came', agent, sound }],
    [0, { kind: 'line-up', agent }],
    [0, { kind: 'agent-ready', agent }],
  ] as const;
});

export interface Played {
  readonly exchange: Exchange;
  readonly input: ExchangeInput;
  readonly effects: readonly ExchangeEffect[];
  readonly now: Instant;
}

/** Plays a script on an exchange of its own, and shows each step. */
export function* play(steps: Script, exchange = emptyExchange(RULES), from = 1_000): Generator<Played> {
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

function meant({ floor, calls, monitors }: Exchange, said: Word): ExchangeInput {
  if (said.kind === 'monitor-of')
    return { kind: 'monitor', agent: said.agent, call: talkedOn(floor, said.of), mode: said.mode };
  if (said.kind === 'take-over-of')
    return { kind: 'take-over', agent: said.agent, call: talkedOn(floor, said.of) };
  if (!isOfOwn(said) && said.kind !== 'own-phone') return said;
  const { agent } = said;
  const call = monitors.get(agent)?.call ?? heldBy(floor, agent);
  if (said.kind !== 'own-phone') return { kind: WORDS[said.kind], agent, call };
  const place = calls.get(call)?.place;
  const leg = place !== undefined && 'phone' in place ? (place.phone ?? NO_LEG) : NO_LEG;
  return { kind: said.says, call, leg };
}

function heldBy(floor: Exchange['floor'], agent: AgentId): CallId {
  const state = floor.agents.get(agent);
  return state !== undefined && 'call' in state ? state.call : ('no-call' as CallId);
}

function talkedOn({ agents }: Exchange['floor'], of: number): CallId {
  const calls = [...agents.values()]
    .flatMap((state) => (state.kind === 'talking' ? [state.call] : []))
    // An exchange that was restored has its agents in another order.
    .toSorted();
  return calls[of % calls.length] ?? ('no-call' as CallId);
}
