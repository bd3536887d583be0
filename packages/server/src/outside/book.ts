import type { OutsideRules } from '@pledgeline/calls';
import type { CampaignId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { isOwnLine, loadOutside, type OutsideCampaign, type OutsideKept } from './rows.ts';

interface BookDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
}

/** What another server, or a hand in the database, has changed is in force here after so long. */
const READ_AGAIN_MS = 10_000;

/** What each campaign allows, as the database has it. Nothing in a call's way waits for the database. */
export class OutsideBook {
  readonly #deps: BookDeps;
  readonly #timer: NodeJS.Timeout;
  #kept: OutsideKept;
  #changed: () => void = () => undefined;
  #reading: Promise<void> = Promise.resolve();

  static async open(deps: BookDeps): Promise<OutsideBook> {
    return new OutsideBook(deps, await loadOutside(deps.db));
  }

  private constructor(deps: BookDeps, kept: OutsideKept) {
    this.#deps = deps;
    this.#kept = kept;
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the outside numbers could not be read again'),
      );
    }, READ_AGAIN_MS).unref();
  }

  /** Who is told that something else is allowed now. */
  watch(changed: () => void): void {
    this.#changed = changed;
  }

  campaign(id: CampaignId): OutsideCampaign | null {
    return this.#kept.campaigns.find((campaign) => campaign.id === id) ?? null;
  }

  /** What the campaign calls somebody on its list; null: he is on none. */
  nameOf(entry: string): string | null {
    const entries = this.#kept.campaigns.flatMap(({ numbers }) => numbers);
    return entries.find(({ id }) => id === entry)?.name ?? null;
  }

  campaignOf(line: string): CampaignId | null {
    return this.#kept.lines.find(({ number }) => number === line)?.campaign ?? null;
  }

  isOwnLine(number: string): boolean {
    return isOwnLine(this.#kept, number);
  }

  /** As the machine of outside calls wants them. */
  rules(): ReadonlyMap<CampaignId, OutsideRules> {
    return new Map(
      this.#kept.campaigns.map(({ id, rules: { callsMax, perHourMax, minutesMax } }) => [
        id,
        { callsMax, perHourMax, longestMs: 60_000 * minutesMax },
      ]),
    );
  }

  /** One after the other, so that what was read first is never what holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => {
      const kept = await loadOutside(this.#deps.db);
      if (JSON.stringify(kept) === JSON.stringify(this.#kept)) return;
      this.#kept = kept;
      this.#changed();
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
