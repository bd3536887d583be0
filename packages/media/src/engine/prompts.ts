import { failed, ok, type PromptName, type Result } from '@pledgeline/core';
import type { MediaFault } from '../port.ts';
import type { Party } from './party.ts';
import { Players, type Playing } from './player.ts';
import { joined, loadRecordings, ownRecording, recordingOf, type Recording } from './recordings.ts';

const QUIET = recordingOf(new Int16Array(160));

interface Wish {
  readonly prompts: readonly PromptName[];
  readonly repeat: boolean;
  readonly ended: () => void;
}

/** What is played to whom. One thing at a time; it goes before whoever speaks. */
export class Prompts {
  readonly #shipped: ReadonlyMap<PromptName, Recording> = loadRecordings();
  readonly #own = new Map<PromptName, Recording>();
  readonly #players: Players;

  constructor(now: () => number) {
    this.#players = new Players(now);
  }

  has(prompt: PromptName): boolean {
    return this.#shipped.has(prompt);
  }

  /** From the next time on that it is played, or comes round again; what sounds now sounds to its end. */
  set(prompt: PromptName, wav: Buffer | null): Result<null, MediaFault> {
    if (wav === null) {
      this.#own.delete(prompt);
      return ok(null);
    }
    const recording = ownRecording(wav);
    if (!recording.ok) return failed('BAD_RECORDING');
    this.#own.set(prompt, recording.value);
    return ok(null);
  }

  play(to: Party, { prompts, repeat, ended }: Wish): void {
    const recording = (): Recording => this.#recordingOf(prompts);
    this.#start(to, { recording: recording(), again: repeat ? recording : null, ended });
  }

  #recordingOf(prompts: readonly PromptName[]): Recording {
    const found = prompts.flatMap((name) => this.#own.get(name) ?? this.#shipped.get(name) ?? []);
    const [only] = found;
    return only !== undefined && found.length === 1 ? only : joined(found);
  }

  /** Silence, until something else is played or it is stopped: carriers end calls whose sound has stopped. */
  rest(to: Party): void {
    if (to.player === null) this.#start(to, { recording: QUIET, again: () => QUIET, ended: () => {} });
  }

  stopRest(to: Party): void {
    if (to.player?.recording === QUIET) this.stop(to);
  }

  #start(to: Party, what: Omit<Playing, 'to'>): void {
    this.stop(to);
    to.begun();
    to.player = this.#players.start({ to: to.listener, ...what });
  }

  stop(to: Party): void {
    this.#players.stop(to.player);
    to.player = null;
  }

  close(): void {
    this.#players.close();
  }
}
