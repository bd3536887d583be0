import type { AgentId } from '@pledgeline/core';
import type { Codec, MediaEvent } from '../port.ts';
import { codecOf } from '../rtp/g711.ts';
import { delayOf, throughDelay, type Delay } from '../rtp/delay.ts';
import { blankHeader, readRtp, type RtpHeader } from '../rtp/packet.ts';
import { Listener } from './listener.ts';
import { hears, miss, unseen, type Presence } from './presence.ts';
import type { Peer } from './peer.ts';
import type { Player } from './player.ts';
import type { Leg } from './leg.ts';

/** 200 ms: late enough to be noticed as an echo of oneself. */
const ECHO_PACKETS = 10;

/** An agent's line: it stays while browsers come and go and callers change. */
export class Line {
  readonly agent: AgentId;
  readonly listener: Listener;
  leaseUntilMs: number;
  /** What is being played to the agent; it goes before the caller. */
  player: Player | null = null;
  #talksTo: Leg | null = null;
  #echo: Delay | null = null;
  #peer: Peer | null = null;
  #presence: Presence;
  readonly #header = blankHeader();
  readonly #tell: (event: MediaEvent) => void;
  readonly #now: () => number;

  constructor(
    agent: AgentId,
    codec: Codec,
    leaseUntilMs: number,
    tell: (event: MediaEvent) => void,
    now: () => number,
  ) {
    this.agent = agent;
    this.leaseUntilMs = leaseUntilMs;
    this.#tell = tell;
    this.#now = now;
    this.#presence = unseen(now());
    this.listener = new Listener(codec, (packet) => this.#peer?.send(packet), now());
  }

  get connected(): boolean {
    return this.#presence.kind === 'there';
  }

  get talksTo(): Leg | null {
    return this.#talksTo;
  }

  /** Only the engine joins two: it keeps both sides in step. */
  talkTo(leg: Leg | null): void {
    this.#talksTo = leg;
    this.#echo = null;
    this.listener.cut();
  }

  /** The browser's new connection takes the place of the one before, in the middle of a call too. */
  attach(peer: Peer, codec: Codec): void {
    this.#peer?.close();
    this.#peer = peer;
    this.#presence = unseen(this.#now());
    this.listener.codec = codec;
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
    if (hears(this.#presence, now) === 'came') this.#tell({ kind: 'line-up', agent: this.agent });
    if (this.#echo !== null) this.#hearSelf(packet, this.#echo, now);
    else if (this.#talksTo !== null) {
      const spoken = codecOf(header.payloadType);
      if (spoken !== null) this.#talksTo.hear(packet, header, spoken, now);
    }
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

  /** Looks whether the browser is still there. `stoodStillMs`: for so long nobody could have been heard. */
  look(silentMsMax: number, stoodStillMs: number): void {
    if (miss(this.#presence, this.#now(), silentMsMax, stoodStillMs)) {
      this.#tell({ kind: 'line-lost', agent: this.agent });
    }
  }

  close(): void {
    this.#peer?.close();
    this.#peer = null;
  }
}
