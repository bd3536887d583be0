import type { ExchangeEffect } from '@pledgeline/calls';
import type { FloorFigures } from '@pledgeline/contract';
import type { SiteId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Clock } from '../../adapters/clock/clock.ts';
import type { Tables } from '../../adapters/database/tables.ts';
import type { Log } from '../../adapters/log/log.ts';
import { campaignNow } from '../../show/read.ts';
import { FigureBook, type FloorSightOfCalls } from './book.ts';
import { eveningSince } from './evening-since.ts';
import { keepTimes, pastCalls, pastTimes } from './keep.ts';

/** What a crash costs of the agents' times; of the calls it costs nothing. */
const KEEP_MS = 2_000;
const PASS_MS = 1_000;
const ZONE = 'Europe/Paris';

export interface FiguresDeps {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether trial calls count: where the whole campaign is one. */
  readonly trials: boolean;
}

/** The evening's figures in a running server: fed, kept, and there again after a crash. */
export class EveningFigures {
  readonly #book = new FigureBook();
  readonly #deps: FiguresDeps;
  readonly #timers: NodeJS.Timeout[] = [];
  #sight: FloorSightOfCalls | null = null;
  #zone = ZONE;
  #siteNames: ReadonlyMap<SiteId, string> = new Map();
  #keeping: Promise<void> | null = null;

  constructor(deps: FiguresDeps) {
    this.#deps = deps;
  }

  told(effect: ExchangeEffect, sight: FloorSightOfCalls): void {
    this.#book.told(effect, this.#counted(sight), this.#deps.clock());
  }

  /** Reads what was before; from then on time passes, and is kept. */
  async begin(sight: FloorSightOfCalls): Promise<void> {
    const { db, clock, trials } = this.#deps;
    await this.reload();
    const since = eveningSince(clock(), this.#zone);
    const [calls, times] = await Promise.all([pastCalls(db, { since, trials }), pastTimes(db, since)]);
    this.#sight = this.#counted(sight);
    this.#book.remember({ calls, times }, this.#sight, clock());
    this.#timers.push(setInterval(() => this.#book.passed(clock()), PASS_MS));
    this.#timers.push(setInterval(() => void this.#keep(), KEEP_MS));
  }

  /** The campaign's clocks, and what its sites are called. */
  async reload(): Promise<void> {
    const { db } = this.#deps;
    this.#zone = (await campaignNow(db))?.zone ?? ZONE;
    const sites = await db.selectFrom('sites').select(['id', 'name']).execute();
    this.#siteNames = new Map(sites.map(({ id, name }) => [id as SiteId, name]));
  }

  /** Null: what was before has not been read yet. */
  now(): FloorFigures | null {
    if (this.#sight === null) return null;
    const now = this.#deps.clock();
    this.#book.passed(now);
    const { exchange } = this.#sight;
    return this.#book.figures(now, { zone: this.#zone, siteNames: this.#siteNames, exchange });
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#sight === null) return;
    this.#book.passed(this.#deps.clock());
    await this.#keeping;
    await this.#keep();
  }

  #counted({ exchange, isCounted }: FloorSightOfCalls): FloorSightOfCalls {
    return this.#deps.trials ? { exchange, isCounted: () => true } : { exchange, isCounted };
  }

  /** One at a time; a database that is away is asked again at the next. */
  #keep(): Promise<void> {
    this.#keeping ??= this.#write().finally(() => {
      this.#keeping = null;
    });
    return this.#keeping;
  }

  async #write(): Promise<void> {
    const minutes = this.#book.changes();
    try {
      await keepTimes(this.#deps.db, minutes);
    } catch (error) {
      this.#book.changedStill(minutes);
      this.#deps.log.warn({ err: error }, 'the figures of the floor wait for the database');
    }
  }
}
