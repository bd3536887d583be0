import { sql, type Kysely } from 'kysely';

export interface JobOptions {
  /** A job under the same key that has not begun is replaced by this one. */
  readonly key?: string;
  /** How often it is tried in all; each wait is e times as long as the one before, from a few seconds up. */
  readonly attemptsMax?: number;
}

/** Tried for about an hour and a half. */
const ATTEMPTS_MAX = 9;

/**
 * Asks for a job. Give the transaction that makes it necessary as `db`: then there is never one without the other, and the
 * worker hears of it the moment that the transaction commits.
 */
export async function addJob<Schema>(
  db: Kysely<Schema>,
  task: string,
  payload: Readonly<Record<string, string | number>>,
  { key, attemptsMax = ATTEMPTS_MAX }: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${task}, payload => ${JSON.stringify(payload)}::json,
    max_attempts => ${attemptsMax}::int, job_key => ${key ?? null}::text)`.execute(db);
}
