import type { CallRecord } from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

export interface EndedCall {
  readonly call: CallId;
  readonly record: CallRecord;
  readonly withheld: boolean;
  readonly trial: boolean;
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
}

const RECORDS_WAITING_MAX = 20_000;

/** Writes records behind the calls: a database that is away for a minute costs no record and delays no call. */
export class RecordKeeper {
  #waiting: EndedCall[] = [];
  #writing: Promise<void> | null = null;
  readonly #keep: (ended: readonly EndedCall[]) => Promise<void>;
  readonly #failed: (error: unknown) => void;

  constructor(keep: (ended: readonly EndedCall[]) => Promise<void>, failed: (error: unknown) => void) {
    this.#keep = keep;
    this.#failed = failed;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(ended: EndedCall): void {
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
      try {
        await this.#keep(batch);
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting];
        this.#failed(error);
        break;
      }
    }
    this.#writing = null;
  }
}
