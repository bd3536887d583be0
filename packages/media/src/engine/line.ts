import type { AgentId } from '@pledgeline/core';
import type { Codec, LinePresence, MediaEvent, PhoneAim } from '../port.ts';
import { codecOf } from '../rtp/g711.ts';
import { delayOf, throughDelay, type Delay } from '../rtp/delay.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';
import { Listener } from './listener.ts';
import { hears, miss, unseen, type Presence } from './presence.ts';
import type { Peer } from './peer.ts';
import type { Hearer, Party } from './party.ts';
import type { Player } from './player.ts';
import { Wire, type WireEars } from './wire.ts';

/** 200 ms: late enough to be noticed as an echo of oneself. */
const ECHO_PACKETS = 10;

export interface SilenceLimits {
  readonly lineSilentMs: number;
  /** A phone on hold may send nothing: it is given as long as a caller. */
  readonly legSilentMs: number;
}

/** An agent's line: it stays while browsers and phones come and go and callers change. */
export class Line implements Party {
  readonly agent: AgentId;
  readonly listener: Listener;
  leaseUntilMs: number;
  player: Player | null = null;
  #speaksTo: Hearer | null = null;
  #hearsSomebody = false;
  #echo: Delay | null = null;
  #device: Peer | Wire | null = null;
  #presence: Presence;
  readonly #header = blankHeader();
  readonly #tell: (event: MediaEvent) => void;
  readonly #now: () => number;

  constructor(agent: AgentId, leaseUntilMs: number, tell: (event: MediaEvent) => void, now: () => number) {
    this.agent = agent;
    this.leaseUntilMs = leaseUntilMs;
    this.#tell = tell;
    this.#now = now;
    this.#presence = unseen(now());
    this.listener = new Listener('PCMA', (packet) => this.#device?.send(packet), now());
  }

  get presence(): LinePresence {
    const { agent, phone } = this;
    const { kind } = this.#presence;
    if (phone === null) return { agent, connected: kind === 'there', kind: 'browser' };
    return { agent, connected: kind !== 'gone', kind: 'phone', local: phone.local, aimed: phone.aimed };
  }

  /** The wire to a desk phone; null: a browser is there. */
  get phone(): Wire | null {
    return this.#device instanceof Wire ? this.#device : null;
  }

  /** A phone speaks only while it has a call. */
  get speaks(): boolean {
    return this.phone?.aimed ?? true;
  }

  speakTo(hearer: Hearer | null): void {
    this.#speaksTo = hearer;
  }

  hearOthers(voices: readonly Party[]): void {
    this.#hearsSomebody = voices.length > 0;
    this.#echo = null;
    this.listener.cut();
    if (this.#hearsSomebody) this.begun();
  }

  /** The browser's new connection takes the place of what was there before, in the middle of a call too. */
  attach(peer: Peer, codec: Codec): void {
    this.#replace(peer);
    this.listener.codec = codec;
  }

  /** A desk phone takes the place of what was there before. */
  attachPhone(wire: Wire): void {
    this.#replace(wire);
  }

  #replace(device: Peer | Wire): void {
    this.#device?.close();
    this.#device = device;
    this.#presence = unseen(this.#now());
  }

  /** What a wire to this agent's phone tells: it is heard only as long as it is this line's. */
  get ears(): WireEars {
    return {
      packet: (now) => this.#heard(now),
      sound: (packet, header, spoken, now) => this.#say(packet, header, spoken, now),
      key: (key) => this.#tell({ kind: 'agent-key', agent: this.agent, key }),
    };
  }

  /** Another call on the phone. False: there is no phone. */
  aim(aim: PhoneAim): boolean {
    const { phone } = this;
    if (phone === null) return false;
    phone.aim(aim);
    this.listener.codec = aim.codec;
    this.listener.cut();
    this.#presence = unseen(this.#now());
    if (this.#hearsSomebody || this.player !== null) this.begun();
    return true;
  }

  rest(): void {
    if (this.phone === null) return;
    this.phone.rest();
    this.#echo = null;
    this.#presence = unseen(this.#now());
  }

  /** Of a phone, an answer is expected only while it has a call. */
  begun(): void {
    if (this.phone?.aimed === true && this.#presence.kind === 'unseen')
      this.#presence = { kind: 'there', heardAtMs: this.#now() };
  }

  echo(on: boolean): void {
    this.#echo = on ? delayOf(ECHO_PACKETS) : null;
    this.listener.cut();
  }

  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    if (this.player === null && this.#echo === null) this.listener.forward(packet, header, spoken, nowMs);
  }

  hearMix(sum: Int32Array, nowMs: number): void {
    if (this.player === null && this.#echo === null) this.listener.mix(sum, nowMs);
  }

  /** A packet from the browser. */
  take(packet: Buffer): void {
    const header = this.#header;
    if (!readRtp(packet, header)) return;
    const now = this.#now();
    this.#heard(now);
    const spoken = codecOf(header.payloadType);
    if (spoken !== null) this.#say(packet, header, spoken, now);
  }

  #heard(now: number): void {
    const before = this.#presence.kind;
    if (hears(this.#presence, now) === 'goes-on') return;
    // That a phone begins to send is no news: its call was answered. That a lost one is back is.
    if (this.phone === null || before === 'gone') this.#tell({ kind: 'line-up', agent: this.agent });
  }

  #say(packet: Buffer, header: RtpHeader, spoken: Codec, now: number): void {
    if (this.#echo !== null) this.#hearSelf(packet, this.#echo, now);
    else if (this.#speaksTo !== null) this.#speaksTo.hear(packet, header, spoken, now);
  }

  #hearSelf(packet: Buffer, echo: Delay, now: number): void {
    const earlier = throughDelay(echo, packet);
    if (earlier === undefined || this.player !== null || !readRtp(earlier, this.#header)) return;
    const spoken = codecOf(this.#header.payloadType);
    if (spoken !== null) this.listener.forward(earlier, this.#header, spoken, now);
  }

  lost(): void {
    if (this.#presence.kind === 'gone') return;
    this.#presence.kind = 'gone';
    this.#tell({ kind: 'line-lost', agent: this.agent });
  }

  /** Looks whether somebody is still there. `stoodStillMs`: for so long nobody could have been heard. */
  look(limits: SilenceLimits, stoodStillMs: number): void {
    const silentMsMax = this.phone === null ? limits.lineSilentMs : limits.legSilentMs;
    if (miss(this.#presence, this.#now(), silentMsMax, stoodStillMs)) {
      this.#tell({ kind: 'line-lost', agent: this.agent });
    }
  }

  close(): void {
    this.#device?.close();
    this.#device = null;
  }
}
