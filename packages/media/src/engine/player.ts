import { framesDue, nextFrameAt, paceFrom, type Pace } from '../rtp/pace.ts';
import type { Listener } from './listener.ts';
import type { Recording } from './recordings.ts';

export interface Playing {
  readonly to: Listener;
  readonly recording: Recording;
  /** What is played when it has come to its end; null: nothing. */
  readonly again: (() => Recording) | null;
  /** Told once, when the last frame has gone; never for what is stopped or repeats. */
  readonly ended: () => void;
}

/** One thing that is being played; it is stopped by taking it from the players. */
export class Player {
  readonly #playing: Playing;
  readonly #pace: Pace;
  #recording: Recording;
  #frame = 0;

  constructor(playing: Playing, nowMs: number) {
    this.#playing = playing;
    this.#recording = playing.recording;
    this.#pace = paceFrom(nowMs);
  }

  get recording(): Recording {
    return this.#recording;
  }

  nextAt(): number {
    return nextFrameAt(this.#pace);
  }

  /** Sends what is due. False: it has come to its end. */
  advance(nowMs: number): boolean {
    const { to, again } = this.#playing;
    for (let due = framesDue(this.#pace, nowMs); due > 0; due -= 1) {
      if (this.#frame === this.#recording.frames) {
        if (again === null || this.#recording.frames === 0) return false;
        this.#recording = again();
        this.#frame = 0;
      }
      to.say(this.#recording.sound[to.codec], this.#frame, nowMs);
      this.#frame += 1;
    }
    return true;
  }

  end(): void {
    this.#playing.ended();
  }
}

/** Everything that is being played, on one timer, which runs only while there is something to play. */
export class Players {
  readonly #players = new Set<Player>();
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(playing: Playing): Player {
    const player = new Player(playing, this.#now());
    this.#players.add(player);
    this.#arm();
    return player;
  }

  stop(player: Player | null): void {
    if (player !== null) this.#players.delete(player);
  }

  close(): void {
    this.#players.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#players.size === 0) return;
    let next = Infinity;
    for (const player of this.#players) next = Math.min(next, player.nextAt());
    this.#timer = setTimeout(() => this.#tick(), Math.max(1, Math.ceil(next - this.#now())));
  }

  #tick(): void {
    this.#timer = undefined;
    const now = this.#now();
    for (const player of this.#players) {
      if (player.advance(now)) continue;
      this.#players.delete(player);
      player.end();
    }
    this.#arm();
  }
}
