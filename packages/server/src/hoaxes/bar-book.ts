import type { LineId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { campaignKey, destroyOtherKeys, markOf, type CampaignKey } from './campaign-key.ts';

interface BarBookDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
  /** Where the keys lie. */
  readonly folder: string;
  readonly now: () => number;
}

interface Kept {
  readonly keys: ReadonlyMap<string, CampaignKey>;
  readonly campaigns: ReadonlyMap<string, string>;
  /** Until when, by campaign and mark; infinite: until the campaign is over. */
  readonly bars: ReadonlyMap<string, number>;
}

/** What another server, or a hand in the database, has changed is in force here after so long. */
const READ_AGAIN_MS = 10_000;

/** Numbers from which no call is taken. Nothing in a call's way waits for the database. */
export class BarBook {
  readonly #deps: BarBookDeps;
  readonly #timer: NodeJS.Timeout;
  #kept: Kept;
  #reading: Promise<void> = Promise.resolve();

  static async open(deps: BarBookDeps): Promise<BarBook> {
    return new BarBook(deps, await load(deps));
  }

  private constructor(deps: BarBookDeps, kept: Kept) {
    this.#deps = deps;
    this.#kept = kept;
    this.#timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the barred numbers could not be read again'),
      );
    }, READ_AGAIN_MS).unref();
  }

  /** What stands for this number in the campaign of this line; null: nothing does. */
  mark(line: LineId, number: string): string | null {
    const key = this.#kept.keys.get(this.campaignOf(line) ?? '');
    return key === undefined ? null : markOf(key, number);
  }

  campaignOf(line: LineId): string | null {
    return this.#kept.campaigns.get(line) ?? null;
  }

  keyName(campaign: string): string | null {
    return this.#kept.keys.get(campaign)?.name ?? null;
  }

  isBarred(line: LineId, mark: string): boolean {
    const until = this.#kept.bars.get(barOf(this.campaignOf(line) ?? '', mark));
    return until !== undefined && this.#deps.now() < until;
  }

  /** One after the other, so that what was read first is never what holds last. */
  reload(): Promise<void> {
    const read = async (): Promise<void> => {
      this.#kept = await load(this.#deps);
    };
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const barOf = (campaign: string, mark: string): string => `${campaign} ${mark}`;

/** [BAR-3][BAR-4] What is over, or made under a key that is no more, stands for nobody and goes. */
async function load({ db, folder, now }: BarBookDeps): Promise<Kept> {
  const open = await db.selectFrom('campaigns').select('id').where('open', '=', true).execute();
  const ids = open.map(({ id }) => id);
  await destroyOtherKeys(folder, ids);
  const keys = new Map<string, CampaignKey>();
  for (const id of ids) keys.set(id, await campaignKey(folder, id));
  const lines = await db.selectFrom('lines').select(['id', 'campaign_id']).execute();
  const bars = new Map<string, number>();
  for (const row of await db.selectFrom('bars').selectAll().execute()) {
    const until = row.until?.getTime() ?? Number.POSITIVE_INFINITY;
    if (keys.get(row.campaign_id)?.name === row.key_name && now() < until)
      bars.set(barOf(row.campaign_id, row.mark), until);
    else await db.deleteFrom('bars').where('id', '=', row.id).execute();
  }
  return { keys, campaigns: new Map(lines.map((line) => [line.id, line.campaign_id])), bars };
}
