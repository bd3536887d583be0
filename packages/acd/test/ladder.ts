import { unreachable } from '@pledgeline/core';
import type { AgentId, CallId } from '@pledgeline/core';
import {
  emptyFloor,
  step,
  wakeAt,
  type AgentProfile,
  type CallNeeds,
  type Floor,
  type FloorEffect,
  type FloorInput,
  type FloorRules,
  type StandDown,
} from '../src/index.ts';
import { ANYBODY, ANYTHING, at, RULES } from './random-floor.ts';

/** Writes what the floor orders as lines: `5000 clock: a1 misses c1; a2 gets c1`. The clock is told by itself at wakeAt. */
export class Ladder {
  readonly floor: Floor;
  readonly lines: string[] = [];

  constructor(rules: FloorRules = { ...RULES, choiceMs: null }) {
    this.floor = emptyFloor(rules);
  }

  /** Agents on the floor and free, one millisecond after the other. */
  withFree(...agents: readonly string[]): this {
    for (const [index, name] of agents.entries()) {
      const agent = name as AgentId;
      step(this.floor, { kind: 'agent-came', agent, profile: ANYBODY }, at(index));
      step(this.floor, { kind: 'agent-ready', agent }, at(index));
    }
    return this;
  }

  say(now: number, input: FloorInput): this {
    this.until(now);
    return this.#tell(now, input);
  }

  arrives(now: number, ...calls: readonly string[]): this {
    for (const call of calls) this.rings(now, call);
    return this;
  }

  rings(now: number, call: string, needs: Partial<CallNeeds> = {}, open = true): this {
    return this.say(now, {
      kind: 'call-arrived',
      call: call as CallId,
      open,
      needs: { ...ANYTHING, ...needs },
    });
  }

  setsAside(now: number, call: string, until: number | null = null): this {
    return this.say(now, {
      kind: 'set-aside',
      call: call as CallId,
      until: until === null ? null : at(until),
    });
  }

  putsBack(now: number, agent: string, call: string, until: number): this {
    return this.say(now, {
      kind: 'put-back',
      agent: agent as AgentId,
      call: call as CallId,
      until: at(until),
    });
  }

  isBack(now: number, call: string): this {
    return this.say(now, { kind: 'back-in-line', call: call as CallId });
  }

  /** Comes to the floor and is ready. */
  withAgent(now: number, name: string, profile: Partial<AgentProfile>): this {
    this.comes(now, name, profile);
    return this.agent(now, name, 'agent-ready');
  }

  comes(now: number, name: string, profile: Partial<AgentProfile> = {}): this {
    return this.say(now, { kind: 'agent-came', agent: name as AgentId, profile: { ...ANYBODY, ...profile } });
  }

  agent(now: number, name: string, kind: 'agent-ready' | 'agent-left' | 'wrapped-up' | 'still-typing'): this {
    return this.say(now, { kind, agent: name as AgentId });
  }

  away(now: number, name: string, because: StandDown): this {
    return this.say(now, { kind: 'agent-away', agent: name as AgentId, because });
  }

  picksUp(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'picked-up', agent: name as AgentId, call: call as CallId });
  }

  declines(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'declined', agent: name as AgentId, call: call as CallId });
  }

  takesOver(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'take-over', agent: name as AgentId, call: call as CallId });
  }

  passesOn(now: number, name: string, call: string, to: string | null): this {
    return this.say(now, {
      kind: 'pass-on',
      agent: name as AgentId,
      call: call as CallId,
      needs: null,
      to: to as AgentId | null,
    });
  }

  asks(now: number, name: string, call: string, other: string): this {
    const ends = { agent: name as AgentId, other: other as AgentId };
    return this.say(now, { kind: 'ask', call: call as CallId, ...ends });
  }

  passesOut(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'pass-out', agent: name as AgentId, call: call as CallId });
  }

  comesBack(now: number, call: string, since: number, to: string | null): this {
    const ends = { call: call as CallId, to: to as AgentId | null };
    return this.say(now, { kind: 'come-back', since: at(since), needs: ANYTHING, ...ends });
  }

  completes(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'complete', agent: name as AgentId, call: call as CallId });
  }

  takesBack(now: number, name: string, call: string): this {
    return this.say(now, { kind: 'take-back', agent: name as AgentId, call: call as CallId });
  }

  gone(now: number, call: string): this {
    return this.say(now, { kind: 'call-gone', call: call as CallId });
  }

  until(now: number): this {
    for (let wake = wakeAt(this.floor); wake !== null && wake <= now; wake = wakeAt(this.floor))
      this.#tell(wake, { kind: 'clock' });
    return this;
  }

  #tell(now: number, input: FloorInput): this {
    const { effects } = step(this.floor, input, at(now));
    this.lines.push(`${now} ${input.kind}: ${effects.map(written).join('; ')}`.trimEnd());
    return this;
  }
}

function written(effect: FloorEffect): string {
  switch (effect.kind) {
    case 'admitted':
      return `${effect.call} in line`;
    case 'choice-due':
      return `${effect.call} is told its choice`;
    case 'turn-away':
      return `${effect.call} turned away, ${effect.because}`;
    case 'offer':
      return `${effect.call} to ${effect.agent} until ${effect.until}`;
    case 'withdraw':
      return `${effect.call} taken from ${effect.agent}, ${effect.because}`;
    case 'connect':
      return `${effect.agent} has ${effect.call}`;
    case 'handed-over':
      return `${effect.call} from ${effect.from} to ${effect.to}`;
    case 'passed-on':
      return `${effect.agent} passes ${effect.call} on`;
    case 'gave-back':
      return `${effect.agent} loses ${effect.call}`;
    case 'agent-changed':
      return `${effect.agent} ${Object.values(effect.state).join(' ')}`;
    case 'agent-gone':
      return `${effect.agent} gone`;
    case 'agent-refused':
      return `${effect.agent} refused, ${effect.because}`;
    default:
      return unreachable(effect);
  }
}
