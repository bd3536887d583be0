import type { AgentProfile } from '@pledgeline/acd';
import type { AgentId, CallId, Instant, LineId, PhoneLegId, SiteId } from '@pledgeline/core';
import {
  callOfPhoneLeg,
  emptyExchange,
  step,
  wakeAt,
  type CharityTarget,
  type Exchange,
  type ExchangeEffect,
  type ExchangeInput,
  type ExchangeRules,
  type HandingId,
  type MonitorMode,
  type OutsideId,
  type Target,
} from '../src/index.ts';

export const RULES: ExchangeRules = {
  offerMs: 5_000,
  wrapUpMs: 10_000,
  wrapUpMaxMs: 30_000,
  waitingMax: 3,
  formShownMs: 400,
  acknowledgeMs: 32_000,
  mediaBackMs: 10_000,
  overflowMs: 0,
  choiceMs: null,
  sites: [],
  callback: { triesMax: 2, retryMs: 20_000, keepMs: 90_000 },
};
/** Somebody who may take every call. */
export const PROFILE: AgentProfile = { site: 'paris' as SiteId, skills: ['fr', 'en'] };

export const PROFESSIONAL: AgentProfile = { ...PROFILE, skills: ['fr', 'en', 'professional'] };
/** The charity's own. */
export const LISTENS: AgentProfile = { ...PROFILE, skills: ['fr', 'en', 'listener'] };
export const HANDING = 'handing-1' as HandingId;

export const at = (ms: number): Instant => ms as Instant;
export const invitation = (call: string, language: 'fr' | 'en' = 'fr', open = true): ExchangeInput => ({
  kind: 'invited',
  call: call as CallId,
  line: 'line' as LineId,
  language,
  open,
});
type AgentWord =
  | 'agent-came'
  | 'phone-gone'
  | 'agent-ready'
  | 'agent-left'
  | 'wrapped-up'
  | 'still-typing'
  | 'line-up'
  | 'line-lost';
type PhoneWord = 'phone-answered' | 'phone-failed' | 'phone-hung-up' | 'phone-lost';
type DeskWord =
  | 'help-asked'
  | 'help-withdrawn'
  | 'picked-up'
  | 'form-shown'
  | 'hang-up'
  | 'unmonitor'
  | 'talk-together'
  | 'complete'
  | 'take-back';
type CallWord =
  | 'cancelled'
  | 'acknowledged'
  | 'caller-hung-up'
  | 'caller-lost'
  | 'sound-ready'
  | 'sound-refused'
  | 'leg-gone'
  | 'leg-silent'
  | 'prompt-ended';

function agentSays(name: string, kind: AgentWord): ExchangeInput {
  const agent = name as AgentId;
  return kind === 'agent-came' ? { kind, agent, sound: 'browser', profile: PROFILE } : { kind, agent };
}

/** Writes what is said and what is ordered as lines: `150 a1 form-shown c1: bridge c1 a1, answer c1`. Told the time at each wakeAt. */
export class Ladder {
  readonly lines: string[] = [];
  readonly exchange: Exchange;

  constructor(rules = RULES) {
    this.exchange = emptyExchange(rules);
  }

  /** Agents with sound, free from 0 on, one millisecond after the other; not written down. */
  withFree(...agents: readonly string[]): this {
    for (const [index, name] of agents.entries())
      for (const kind of ['agent-came', 'line-up', 'agent-ready'] as const)
        step(this.exchange, agentSays(name, kind), at(index));
    return this;
  }

  /** The same of one who listens for the charity. */
  withListener(agent: string): this {
    const profile = {
      kind: 'agent-came',
      agent: agent as AgentId,
      sound: 'browser',
      profile: LISTENS,
    } as const;
    step(this.exchange, profile, at(0));
    for (const kind of ['line-up', 'agent-ready'] as const)
      step(this.exchange, agentSays(agent, kind), at(0));
    return this;
  }

  /** A call that this agent talks on since `now`, its 200 acknowledged; not written down. */
  withTalk(now: number, agent: string, call: string, language: 'fr' | 'en' = 'fr'): this {
    const silent = this.lines.length;
    this.say(now, invitation(call, language)).call(now, call, 'sound-ready');
    this.desk(now, agent, 'picked-up', call).desk(now, agent, 'form-shown', call);
    this.call(now, call, 'acknowledged').lines.splice(silent);
    return this;
  }

  say(now: number, input: ExchangeInput): this {
    this.until(now - 1);
    return this.#tell(now, input);
  }

  call(now: number, call: string, kind: CallWord): this {
    return this.say(now, { kind, call: call as CallId });
  }

  /** As `call`, but the clock has not been told since the input before. */
  late(now: number, call: string, kind: CallWord): this {
    return this.#tell(now, { kind, call: call as CallId });
  }

  agent(now: number, agent: string, kind: AgentWord): this {
    return this.say(now, agentSays(agent, kind));
  }

  /** An agent who sits at a desk phone that can be rung. */
  withPhone(name: string): this {
    step(
      this.exchange,
      { kind: 'agent-came', agent: name as AgentId, sound: 'phone', profile: PROFILE },
      at(0),
    );
    for (const kind of ['line-up', 'agent-ready'] as const) step(this.exchange, agentSays(name, kind), at(0));
    return this;
  }

  phone(now: number, leg: string, kind: PhoneWord): this {
    const call = (callOfPhoneLeg(leg) ?? '') as CallId;
    return this.say(now, { kind, call, leg: leg as PhoneLegId });
  }

  away(now: number, agent: string, because: 'chosen' | 'desk-lost'): this {
    return this.say(now, { kind: 'agent-away', agent: agent as AgentId, because });
  }

  desk(now: number, agent: string, kind: DeskWord, call: string): this {
    return this.say(now, { kind, agent: agent as AgentId, call: call as CallId });
  }

  monitor(now: number, agent: string, call: string, mode: MonitorMode): this {
    return this.say(now, { kind: 'monitor', agent: agent as AgentId, call: call as CallId, mode });
  }

  handOver(now: number, agent: string, call: string, to: string): this {
    const own = { agent: agent as AgentId, call: call as CallId };
    return this.say(now, { kind: 'hand-over', ...own, to: targetOf(to) });
  }

  consult(now: number, agent: string, call: string, other: string): this {
    const target = targetOf(other);
    if (target.kind === 'line' || target.kind === 'helper') throw new Error('somebody is spoken with');
    const own = { agent: agent as AgentId, call: call as CallId };
    return this.say(now, { kind: 'consult', ...own, with: target });
  }

  toCharity(now: number, agent: string, call: string, to: string): this {
    const own = { agent: agent as AgentId, call: call as CallId };
    return this.say(now, { kind: 'hand-to-charity', ...own, to: charityOf(to), handing: HANDING });
  }

  outside(now: number, leg: string, kind: 'outside-answered' | 'outside-failed' | 'outside-ended'): this {
    const call = (callOfPhoneLeg(leg) ?? '') as CallId;
    return this.say(now, { kind, call, leg: leg as PhoneLegId });
  }

  chooses(now: number, call: string): this {
    return this.say(now, { kind: 'callback-chosen', call: call as CallId });
  }

  notRung(now: number, leg: string, because: 'never' | 'later'): this {
    const call = (callOfPhoneLeg(leg) ?? '') as CallId;
    return this.say(now, { kind: 'outside-failed', call, leg: leg as PhoneLegId, because });
  }

  takeOver(now: number, agent: string, call: string): this {
    return this.say(now, { kind: 'take-over', agent: agent as AgentId, call: call as CallId });
  }

  until(now: number): this {
    for (let wake = wakeAt(this.exchange); wake !== null && wake <= now; wake = wakeAt(this.exchange))
      this.#tell(wake, { kind: 'clock' });
    return this;
  }

  #tell(now: number, input: ExchangeInput): this {
    const { effects } = step(this.exchange, input, at(now));
    const who = [
      'agent' in input ? input.agent : '',
      input.kind,
      'leg' in input ? input.leg : 'call' in input ? input.call : '',
      'because' in input ? input.because : '',
      'mode' in input ? input.mode : '',
    ];
    const said = who.filter((part) => part !== '').join(' ');
    this.lines.push(`${now} ${said}: ${effects.map(written).join(', ')}`.trimEnd());
    return this;
  }
}

/** `line`, `closed`, `outside:depot`, or an agent. */
function targetOf(text: string): Target {
  const line = { kind: 'line', line: 'english' as LineId, language: 'en' } as const;
  if (text === 'line') return { ...line, open: true };
  if (text === 'closed') return { ...line, open: false };
  if (text.startsWith('outside:')) return { kind: 'outside', to: text.slice(8) as OutsideId };
  return { kind: 'agent', agent: text as AgentId };
}

/** `listeners`, `nobody`, or `outside:depot`. */
function charityOf(text: string): CharityTarget {
  if (text.startsWith('outside:')) return { kind: 'outside', to: text.slice(8) as OutsideId };
  return { kind: text === 'nobody' ? 'nobody' : 'listeners' };
}

/** The parts of an effect that vary, in the order in which they are declared. */
function written(effect: ExchangeEffect): string {
  if (effect.kind === 'agent-changed') {
    const because = effect.state.kind === 'away' ? ` (${effect.state.because})` : '';
    return `${effect.agent} ${effect.state.kind}${because}`;
  }
  if (effect.kind === 'charity-call-ended') return `${effect.call} counted (${effect.reason})`;
  if (effect.kind === 'call-ended') return `${effect.call} ended (${effect.record.reason})`;
  if (effect.kind === 'consult' || effect.kind === 'unconsult') {
    const { with: other, kind: what, agent } = effect;
    return `${what} ${agent} ${other.kind === 'agent' ? other.agent : other.leg}`;
  }
  const { kind, ...rest } = effect;
  const parts: readonly unknown[] = Object.values(rest);
  return [kind, ...parts.filter((part) => typeof part === 'string' || kind === 'refuse')].join(' ');
}
