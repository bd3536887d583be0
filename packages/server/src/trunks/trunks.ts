import type { TrunkState } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { TrunkBook } from './book.ts';
import { loadTrunks } from './rows.ts';
import type { Trunk } from './trunk.ts';

export interface TrunksDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
}

/** What another server, or a hand in the database, has changed is in force here after so long. */
const READ_AGAIN_MS = 10_000;

/** The trunks of this server: as the database has them, and how each of them is. */
export class Trunks {
  readonly book: TrunkBook;
  readonly #deps: TrunksDeps;
  readonly #timer: NodeJS.Timeout;
  readonly #openedAt = new Date().toISOString();
  #reading: Promise<void> = Promise.resolve();

  static async open(deps: TrunksDeps): Promise<Trunks> {
    return new Trunks(deps, await loadTrunks(deps.db));
  }

  private constructor(deps: TrunksDeps, trunks: readonly Trunk[]) {
    this.#deps = deps;
    this.book = new TrunkBook(trunks);
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the trunks could not be read again'),
      );
    }, READ_AGAIN_MS).unref();
  }

  /** One after the other, so that what was read first is never what holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => this.book.take(await loadTrunks(this.#deps.db));
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  stateOf(trunk: Trunk): TrunkState {
    return {
      reach: 'unknown',
      since: this.#openedAt,
      latencyMs: null,
      answer: null,
      registration: trunk.registration === null ? 'none' : 'registering',
      registeredUntil: null,
      calls: this.book.callsOn(trunk.id),
      resolved: [],
      unresolved: [],
      tlsFault: this.book.tlsFaultOf(trunk.id),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
