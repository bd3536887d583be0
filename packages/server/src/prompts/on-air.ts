import { PROMPTS, type PromptName } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { livePrompts, soundById } from './store.ts';

export interface PromptsOnAirDeps {
  readonly db: Kysely<Tables>;
  readonly media: Pick<Media, 'setPrompt'>;
  readonly log: Log;
}

/** What another server, a hand in the database or a change of campaign has put on air is heard here after so long. */
const READ_AGAIN_MS = 10_000;

/** Sees to it that callers hear what the database says is live. */
export class PromptsOnAir {
  readonly #deps: PromptsOnAirDeps;
  /** What media was given, by the id of the recording; null: the shipped one. A prompt that is missing: nobody knows. */
  readonly #given = new Map<PromptName, string | null>();
  readonly #timer: NodeJS.Timeout;
  #reading: Promise<void> = Promise.resolve();

  /** Media may have outlived a server whose recordings it still has: it is told of every prompt. */
  static async open(deps: PromptsOnAirDeps): Promise<PromptsOnAir> {
    const onAir = new PromptsOnAir(deps);
    await onAir.reload();
    return onAir;
  }

  private constructor(deps: PromptsOnAirDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the prompts could not be read again'),
      );
    }, READ_AGAIN_MS).unref();
  }

  /** One after the other, so that what was read first is never what holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => {
      const live = await livePrompts(this.#deps.db);
      await Promise.all(
        PROMPTS.map(async ({ name }) => {
          const id = live.get(name) ?? null;
          if (this.#given.get(name) !== id) await this.#give(name, id);
        }),
      );
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  async #give(prompt: PromptName, id: string | null): Promise<void> {
    const { db, media, log } = this.#deps;
    const wav = id === null ? null : await soundById(db, id);
    // Taken back since it was listed: the next reading says what holds.
    if (id !== null && wav === null) return;
    const set = await media.setPrompt({ prompt, wav });
    // Media that is away is given it when it comes; what it cannot play it will not be able to play later.
    if (!set.ok && set.failure !== 'MEDIA_AWAY')
      log.error({ prompt, fault: set.failure }, 'a prompt cannot be played');
    this.#given.set(prompt, id);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
