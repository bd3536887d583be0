import type { PromptName } from '../port.ts';
import type { Party } from './party.ts';
import { Players } from './player.ts';
import { loadRecordings, recordingOf, type Recording } from './recordings.ts';

const QUIET = recordingOf(new Int16Array(160));

/** What is played to whom. One thing at a time; it goes before whoever speaks. */
export class Prompts {
  readonly #recordings: ReadonlyMap<PromptName, Recording> = loadRecordings();
  readonly #players: Players;

  constructor(now: () => number) {
    this.#players = new Players(now);
  }

  has(prompt: PromptName): boolean {
    return this.#recordings.has(prompt);
  }

  play(to: Party, prompt: PromptName, repeat: boolean, ended: () => void): void {
    const recording = this.#recordings.get(prompt);
    if (recording !== undefined) this.#start(to, recording, repeat, ended);
  }

  /** Silence, until something else is played or it is stopped: carriers end calls whose sound has stopped. */
  rest(to: Party): void {
    if (to.player === null) this.#start(to, QUIET, true, () => {});
  }

  stopRest(to: Party): void {
    if (to.player?.recording === QUIET) this.stop(to);
  }

  #start(to: Party, recording: Recording, repeat: boolean, ended: () => void): void {
    this.stop(to);
    to.begun();
    to.player = this.#players.start({ to: to.listener, recording, repeat, ended });
  }

  stop(to: Party): void {
    this.#players.stop(to.player);
    to.player = null;
  }

  close(): void {
    this.#players.close();
  }
}
