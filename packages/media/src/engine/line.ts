import type { AgentId } from '@pledgeline/core';
import type { Codec, LineSession, MediaEvent, PhoneAim } from '../port.ts';
import { codecOf } from '../rtp/g711.ts';
import { delayOf, throughDelay, type Delay } from '../rtp/delay.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';
import { Listener } from './listener.ts';
import { hears, miss, unseen, type Presence } from './presence.ts';
import type { Peer } from './peer.ts';
import type { Player } from './player.ts';
import type { Leg } from './leg.ts';
import { Wire, type WireEars } from './wire.ts';

/** 200 ms: late enough to be noticed as an echo of oneself. */
const ECHO_PACKETS = 10;

export interface SilenceLimits {
  readonly lineSilentMs: number;
  /** A phone on hold may send nothing: it is given as long as a caller. */
  readonly legSilentMs: number;
}

/** An agent's line: it stays while browsers and phones come and go and callers change. */
export class Line {
  readonly agent: AgentId;
  readonly listener: Listener;
  leaseUntilMs: number;
  /** What is being played to the agent; it goes before the caller. */
  player: Player | null = null;
  #talksTo: Leg | null = null;
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

  get session(): LineSession {
    const { agent, phone } = this;
    const { kind } = this.#presence;
    if (phone === null) return { agent, connected: kind === 'there', kind: 'browser' };
    return { agent, connected: kind !== 'gone', kind: 'phone', local: phone.local, aimed: phone.aimed };
  }

  /** The wire to a desk phone; null: a browser is there. */
  get phone(): Wire | null {
    return this.#device instanceof Wire ? this.#device : null;
  }

  /** Sound is to be expected of it: of a phone, only while it has a call. */
  get speaks(): boolean {
    return this.phone?.aimed ?? true;
  }

  get talksTo(): Leg | null {
    return this.#talksTo;
  }

  /** Only the engine joins two: it keeps both sides in step. */
  talkTo(leg: Leg | null): void {
    this.#talksTo = leg;
    this.#echo = null;
    this.listener.cut();
    if (leg !== null) this.begun();
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
    if (this.#talksTo !== null || this.player !== null) this.begun();
    return true;
  }

  rest(): void {
    if (this.phone === null) return;
    this.phone.rest();
    this.#echo = null;
    this.#presence = unseen(this.#now());
  }

  /** Something is said to the agent from now on: an answer may be expected of a phone with a call. */
  begun(): void {
    if (this.phone?.aimed === true && this.#presence.kind === 'unseen')
      this.#presence = { kind: 'there', heardAtMs: this.#now() };
  }

  echo(on: boolean): void {
    this.#echo = on ? delayOf(ECHO_PACKETS) : null;
    this.listener.cut();
  }

  /** The caller's voice, unless something else is heard. */
  hear(packet: Buffer, header: RtpHeader, spoken: Codec, nowMs: number): void {
    if (this.player === null && this.#echo === null) this.listener.forward(packet, header, spoken, nowMs);
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
    else if (this.#talksTo !== null) this.#talksTo.hear(packet, header, spoken, now);
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
