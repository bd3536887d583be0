import type { CallRecord } from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

export interface EndedCall {
  readonly call: CallId;
  readonly record: CallRecord;
  readonly withheld: boolean;
  readonly trial: boolean;
  /** Saved while it was on. */
  readonly pledges: readonly string[];
}

/** Keeps one row for each call that ended. Written again after a crash it changes nothing. */
export async function keepRecords(db: Kysely<Tables>, ended: readonly EndedCall[]): Promise<void> {
  if (ended.length === 0) return;
  await db
    .insertInto('call_records')
    .values(
      ended.map(({ call, record, withheld, trial }) => ({
        id: call,
        line_id: record.line,
        arrived_at: new Date(record.arrivedAt),
        answered_at: record.answeredAt === null ? null : new Date(record.answeredAt),
        ended_at: new Date(record.endedAt),
        seating_id: record.agent,
        withheld,
        connected_at: record.connectedAt === null ? null : new Date(record.connectedAt),
        reason: record.reason,
        trial,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  for (const { call, pledges } of ended) for (const pledge of pledges) await linkPledge(db, pledge, call);
}

/** [CHA-2] Says of which call a pledge is, once that one has ended and is on record: before, it may still be handed to the charity. */
export async function linkPledge(db: Kysely<Tables>, pledge: string, call: string): Promise<void> {
  const isOnRecord = db.selectFrom('call_records').select('id').where('id', '=', call);
  await db
    .updateTable('pledges')
    .set({ call_id: call })
    .where('id', '=', pledge)
    .where((where) => where.exists(isOnRecord))
    .execute();
}

/** Of a call that is over. One that nobody has recorded is none. */
export async function isRecordedTrial(db: Kysely<Tables>, call: string): Promise<boolean> {
  const row = await db.selectFrom('call_records').select('trial').where('id', '=', call).executeTakeFirst();
  return row?.trial === true;
}

const RECORDS_WAITING_MAX = 20_000;

/** Writes records behind the calls: a database that is away for a minute costs no record and delays no call. */
export class RecordKeeper<Kept = EndedCall> {
  #waiting: Kept[] = [];
  /** On their way to the database. */
  #underWay: readonly Kept[] = [];
  #writing: Promise<void> | null = null;
  readonly #keep: (ended: readonly Kept[]) => Promise<void>;
  readonly #failed: (error: unknown) => void;

  constructor(keep: (ended: readonly Kept[]) => Promise<void>, failed: (error: unknown) => void) {
    this.#keep = keep;
    this.#failed = failed;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Those whose record is not written yet. */
  get unwritten(): readonly Kept[] {
    return [...this.#waiting, ...this.#underWay];
  }

  add(ended: Kept): void {
    if (this.#waiting.length < RECORDS_WAITING_MAX) this.#waiting.push(ended);
    this.#writing ??= this.#write();
  }

  /** Tries once more what could not be written. */
  retry(): void {
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
  }

  async flush(): Promise<void> {
    this.retry();
    await this.#writing;
  }

  async #write(): Promise<void> {
    // Calls that end in the same turn go in one statement.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#underWay = batch;
      try {
        await this.#keep(batch);
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting];
        this.#failed(error);
        break;
      } finally {
        this.#underWay = [];
      }
    }
    this.#writing = null;
  }
}
