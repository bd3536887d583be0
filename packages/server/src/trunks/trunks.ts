import type { TrunkState } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { AskDns } from '../adapters/dns/dns.ts';
import type { Log } from '../adapters/log/log.ts';
import { TrunkBook } from './book.ts';
import { Carriers } from './carriers.ts';
import { hostsOf, type Trunk } from './trunk.ts';
import { Names } from './names.ts';
import type { Passwords } from './password.ts';
import { loadTrunks } from './rows.ts';

export interface TrunksDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
  readonly clock: Clock;
  readonly ask: AskDns;
  readonly passwords: Passwords;
}

/** What another server, or a hand in the database, has changed is in force here after so long. */
const READ_AGAIN_MS = 10_000;

/** The trunks of this server: as the database has them, and how each of them is. */
export class Trunks {
  readonly book: TrunkBook;
  readonly carriers: Carriers;
  readonly #deps: TrunksDeps;
  readonly #names: Names;
  readonly #timer: NodeJS.Timeout;
  readonly #openedAt = new Date().toISOString();
  #reading: Promise<void> = Promise.resolve();

  /** Host names are looked up meanwhile: no name server keeps a start waiting. */
  static async open(deps: TrunksDeps): Promise<Trunks> {
    const trunks = new Trunks(deps, await loadTrunks(deps.db));
    void trunks.carriers.follow();
    return trunks;
  }

  private constructor(deps: TrunksDeps, trunks: readonly Trunk[]) {
    const { log } = deps;
    this.#deps = deps;
    this.book = new TrunkBook(trunks);
    this.#names = new Names({ ...deps, book: this.book, moved: (id) => this.carriers.moved(id) });
    this.carriers = new Carriers({
      ...deps,
      book: this.book,
      names: this.#names,
      fault: (error) => log.error({ err: error }, 'a carrier was lost to a bug'),
    });
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) => log.warn({ err: error }, 'the trunks could not be read again'));
    }, READ_AGAIN_MS).unref();
  }

  /** One after the other, so that what was read first is never what holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => {
      const trunks = await loadTrunks(this.#deps.db);
      if (JSON.stringify(trunks) === JSON.stringify(this.book.all())) return;
      this.book.take(trunks);
      void this.carriers.follow();
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  stateOf(trunk: Trunk): TrunkState {
    const carrier = this.carriers.of(trunk.id);
    return {
      ...(carrier?.state() ?? unmet(trunk, this.#openedAt)),
      calls: this.book.callsOn(trunk.id),
      resolved: [...new Set(hostsOf(trunk).flatMap((host) => this.book.resolvedOf(host)))],
      unresolved: [...this.#names.unresolvedOf(trunk.id)],
      tlsFault: this.book.tlsFaultOf(trunk.id),
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.carriers.connect(null);
    this.#names.stop();
  }
}

/** Before anybody could ask. */
const unmet = (trunk: Trunk, since: string) => ({
  reach: 'unknown' as const,
  since,
  latencyMs: null,
  answer: null,
  registration: trunk.registration === null ? ('none' as const) : ('registering' as const),
  registeredUntil: null,
});
