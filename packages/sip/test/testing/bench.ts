import { assert, unreachable, type Instant } from '@pledgeline/core';
import { octetsOf } from '../../src/grammar/octets.ts';
import {
  createUserAgent,
  type Credentials,
  restoreDialogs,
  type DialogSnapshot,
  RFC_TIMERS,
  stepUserAgent,
  userAgentWakesAt,
  type Flow,
  type LegId,
  type UserAgentEffect,
  type UserAgentInput,
  type UserAgentSettings,
  type UserAgentState,
} from '../../src/index.ts';
import { bytes } from './messages.ts';

export const udp = ({ local, remote }: { readonly local: string; readonly remote: string }): Flow => ({
  transport: 'udp',
  local: { address: local, port: 5060 },
  remote: { address: remote, port: 5060 },
  id: 'udp',
});
export const UDP = udp({ local: '192.0.2.10', remote: '192.0.2.1' });
export const TCP: Flow = {
  transport: 'tcp',
  local: { address: '192.0.2.10', port: 5060 },
  remote: { address: '192.0.2.1', port: 40_000 },
  id: 'tcp-1',
};
export const SETTINGS: UserAgentSettings = {
  name: 'Pledgeline',
  timers: RFC_TIMERS,
  limits: { transactionsMax: 1_000, legsMax: 500 },
};

/** A user agent on a made-up clock, between a carrier and a shell that are both the test. */
export class Bench {
  state: UserAgentState;
  nowMs = 0;
  effects: UserAgentEffect[] = [];
  /** `ms what`: what came out, in the order in which it came. */
  readonly ladder: string[] = [];
  readonly flow: Flow;

  constructor(flow: Flow = UDP, settings: Partial<UserAgentSettings> = {}) {
    this.flow = flow;
    this.state = createUserAgent({ ...SETTINGS, ...settings }, 'a secret');
  }

  feed(input: UserAgentInput): UserAgentEffect[] {
    const step = stepUserAgent(this.state, input, this.nowMs as Instant);
    this.state = step.state;
    const effects = [...step.effects];
    this.effects.push(...effects);
    for (const effect of effects) this.ladder.push(`${this.nowMs} ${described(effect)}`);
    return effects;
  }

  restore(
    dialogs: readonly DialogSnapshot[],
    credentialsOf: (snapshot: DialogSnapshot) => Credentials | null = () => null,
  ): void {
    restoreDialogs(this.state, dialogs, credentialsOf);
  }

  receive(text: string | Uint8Array): UserAgentEffect[] {
    return this.feed({
      kind: 'received',
      flow: this.flow,
      bytes: typeof text === 'string' ? bytes(text) : text,
    });
  }

  /** Lets the clock run, waking the machine when it asks for it. */
  until(ms: number): this {
    runClock(this, () => userAgentWakesAt(this.state), ms);
    return this;
  }

  /** All that was sent, as text. */
  sent(): string[] {
    return this.effects.filter((effect) => effect.kind === 'send').map(({ bytes: wire }) => octetsOf(wire));
  }
  lastSent(): string {
    return this.sent().at(-1) ?? '';
  }
  /** The leg of the latest INVITE. */
  leg(): LegId {
    return lastInvited(this.effects);
  }
}

/** The leg that was offered last. */
export function lastInvited(effects: readonly UserAgentEffect[]): LegId {
  const invited = effects.findLast((effect) => effect.kind === 'invited');
  assert(invited !== undefined, 'somebody was invited');
  return invited.leg;
}

/** Lets a made-up clock run up to a moment, waking what stands on it when it asks for that. */
export function runClock(
  bench: { nowMs: number; readonly feed: (input: { readonly kind: 'clock' }) => unknown },
  wakeAt: () => Instant | null,
  ms: number,
): void {
  for (let wake = wakeAt(); wake !== null && wake <= ms; wake = wakeAt()) {
    bench.nowMs = Math.max(bench.nowMs, wake);
    bench.feed({ kind: 'clock' });
  }
  bench.nowMs = ms;
}

export function described(effect: UserAgentEffect): string {
  switch (effect.kind) {
    case 'send':
      return `→ ${octetsOf(effect.bytes).split('\r\n')[0]}`;
    case 'dropped':
      return `dropped ${effect.because}`;
    case 'dialog':
      return effect.dialog === null ? 'dialog gone' : 'dialog kept';
    case 'lost':
      return `lost ${effect.because}`;
    case 'progress':
    case 'call-failed':
    case 'modify-failed':
      return `${effect.kind} ${effect.status}`;
    case 'responded':
      return `${effect.kind} ${effect.id} ${effect.status}`;
    case 'registering':
      return `${effect.kind} ${effect.request.user}`;
    case 'key':
      return `key ${effect.key}`;
    case 'referred':
      return `referred ${effect.to}`;
    case 'direction':
      return `direction ${effect.direction}`;
    case 'trying':
    case 'invited':
    case 'cancelled':
    case 'acknowledged':
    case 'hung-up':
    case 'progress-acknowledged':
    case 'answered':
    case 'modified':
    case 'offered-again':
    case 'offer-withdrawn':
      return effect.kind;
    default:
      return unreachable(effect);
  }
}
