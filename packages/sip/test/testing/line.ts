import type { Instant } from '@pledgeline/core';
import { octetsOf } from '../../src/grammar/octets.ts';
import {
  createUserAgent,
  stepUserAgent,
  userAgentWakesAt,
  type Flow,
  type LegId,
  type UserAgentEffect,
  type UserAgentInput,
  type UserAgentSettings,
  type UserAgentState,
} from '../../src/index.ts';
import { described, lastInvited, SETTINGS, udp } from './bench.ts';
import { valueOf } from './messages.ts';

/** One of two user agents on a line, and all that its shell was told. */
export interface End {
  readonly name: string;
  readonly address: string;
  readonly state: UserAgentState;
  readonly effects: UserAgentEffect[];
}
interface Packet {
  readonly atMs: number;
  readonly order: number;
  readonly from: string;
  readonly to: string;
  readonly bytes: Uint8Array;
}
/** What stands between the two and is none of ours: it gives back what it sends on. */
export interface Hop {
  readonly address: string;
  readonly forward: (bytes: Uint8Array) => { readonly to: string; readonly bytes: Uint8Array } | null;
}
export interface LineOptions {
  /** After how many milliseconds each copy of a datagram comes; none: it is lost. */
  readonly fate?: () => readonly number[];
  readonly hops?: readonly Hop[];
  /** What a shell says to something at once; null: nothing. */
  readonly reply?: (who: End, effect: UserAgentEffect) => UserAgentInput | null;
  readonly alice?: Partial<UserAgentSettings>;
  readonly bob?: Partial<UserAgentSettings>;
}

/** Two user agents of ours and the network between them, on a made-up clock. It can be looked at and run again. */
export class Line {
  readonly alice: End;
  readonly bob: End;
  nowMs = 0;
  /** `alice → INVITE`, `bob: invited` … in the order in which it happened. */
  readonly ladder: string[] = [];
  readonly #options: LineOptions;
  #packets: Packet[] = [];
  #order = 0;

  constructor(options: LineOptions = {}) {
    this.#options = options;
    this.alice = end('alice', '192.0.2.10', options.alice);
    this.bob = end('bob', '192.0.2.20', options.bob);
  }

  feed(who: End, input: UserAgentInput): readonly UserAgentEffect[] {
    const { effects } = stepUserAgent(who.state, input, this.nowMs as Instant);
    for (const effect of effects) {
      who.effects.push(effect);
      if (effect.kind === 'send') this.#post(who, effect.flow, effect.bytes);
      else if (effect.kind !== 'dialog' && effect.kind !== 'trying')
        this.ladder.push(`${who.name}: ${described(effect)}`);
    }
    for (const effect of effects) {
      const reply = this.#options.reply?.(who, effect) ?? null;
      if (reply !== null) this.feed(who, reply);
    }
    return effects;
  }

  /** Alice calls Bob, over the first hop where there is one. */
  call(more: Partial<UserAgentInput & { kind: 'call' }> = {}, leg = 'a' as LegId): LegId {
    const first = this.#options.hops?.[0]?.address ?? this.bob.address;
    this.feed(this.alice, {
      kind: 'call',
      leg,
      flow: udp({ local: this.alice.address, remote: first }),
      target: `sip:bob@${this.bob.address}`,
      from: `sip:alice@${this.alice.address}`,
      sdp: sdpOf(this.alice),
      ...more,
    });
    return leg;
  }

  /** The leg that was last offered to somebody. */
  invited(who: End = this.bob): LegId {
    return lastInvited(who.effects);
  }

  /** Lets everything happen up to a moment, in the order of time. */
  until(ms: number): this {
    for (;;) {
      const packet = this.#next();
      const wake = earliestOf(userAgentWakesAt(this.alice.state), userAgentWakesAt(this.bob.state));
      const at = Math.min(packet?.atMs ?? Infinity, wake);
      if (at > ms) break;
      this.nowMs = Math.max(this.nowMs, at);
      if (packet !== null && packet.atMs <= wake) this.#deliver(packet);
      else this.#wake();
    }
    this.nowMs = Math.max(this.nowMs, ms);
    return this;
  }
  /** Everything that is on its way arrives. */
  settle(): this {
    return this.until(this.nowMs);
  }

  /** The ladder since it was last taken. */
  taken(): string[] {
    return this.ladder.splice(0);
  }

  #next(): Packet | null {
    let first: Packet | null = null;
    for (const packet of this.#packets)
      if (
        first === null ||
        packet.atMs < first.atMs ||
        (packet.atMs === first.atMs && packet.order < first.order)
      )
        first = packet;
    return first;
  }

  #wake(): void {
    for (const who of [this.alice, this.bob])
      if ((userAgentWakesAt(who.state) ?? Infinity) <= this.nowMs) this.feed(who, { kind: 'clock' });
  }

  #post(from: End, over: Flow, bytes: Uint8Array): void {
    this.ladder.push(`${from.name} → ${spoken(octetsOf(bytes))}`);
    this.#send(from.address, over.remote.address, bytes);
  }

  #send(from: string, to: string, bytes: Uint8Array): void {
    for (const delayMs of this.#options.fate?.() ?? [0])
      this.#packets.push({ atMs: this.nowMs + delayMs, order: this.#order++, from, to, bytes });
  }

  #deliver(packet: Packet): void {
    this.#packets = this.#packets.filter((each) => each !== packet);
    const hop = this.#options.hops?.find(({ address }) => address === packet.to);
    if (hop !== undefined) {
      const next = hop.forward(packet.bytes);
      if (next !== null) this.#send(hop.address, next.to, next.bytes);
      return;
    }
    const who = [this.alice, this.bob].find(({ address }) => address === packet.to);
    if (who === undefined) return;
    const over = udp({ local: who.address, remote: packet.from });
    this.feed(who, { kind: 'received', flow: over, bytes: packet.bytes });
  }
}

const earliestOf = (...moments: readonly (number | null)[]): number =>
  Math.min(...moments.map((moment) => moment ?? Infinity));

function end(name: string, address: string, settings: Partial<UserAgentSettings> = {}): End {
  const state = createUserAgent({ ...SETTINGS, name, ...settings }, `the secret of ${name}`);
  return { name, address, state, effects: [] };
}

/** `INVITE`, `200 INVITE`, and `(sdp)` where a description goes along. */
function spoken(text: string): string {
  const [head, body] = text.split('\r\n\r\n', 2);
  const status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1];
  const method = valueOf(`${head}\r\n`, 'CSeq')?.split(' ')[1] ?? '';
  const sdp = body?.startsWith('v=0') === true ? ' (sdp)' : '';
  return status === undefined ? `${method}${sdp}` : `${status} ${method}${sdp}`;
}

/** A description of one end's; `changes` are written over it. */
export function sdpOf(
  { address }: Pick<End, 'address'>,
  { port = 30_000, version = 1, direction = 'sendrecv', codec = 8 } = {},
): string {
  return [
    'v=0',
    `o=- 7 ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${codec} 101`,
    `a=rtpmap:${codec} ${codec === 8 ? 'PCMA' : 'PCMU'}/8000`,
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** What is still there of calls, once all should be over. */
export const leftovers = ({ state }: End): readonly number[] => [
  state.legs.size,
  state.dialogs.size,
  state.transactions.size,
  state.origins.size,
  state.withheldCalls.size,
  state.wakes.length,
];
