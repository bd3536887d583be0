import { Logger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker';
import pg from 'pg';

export interface JobLog {
  /** `about` never holds what a job carries, only what the worker says of itself. */
  warn(about: { readonly task?: string; readonly attempt?: number }, message: string): void;
}

interface Job {
  readonly payload: unknown;
  /** Is this the last time that it is tried? */
  readonly last: boolean;
}

/** Throws when it is to be tried again. */
export type Task = (job: Job) => Promise<void>;

export interface JobWorkerDeps {
  readonly url: string;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly log: JobLog;
  readonly concurrency?: number;
}

export interface JobWorker {
  /** Waits for the jobs that are on; what has not begun stays for the next start. */
  stop(): Promise<void>;
}

const CONCURRENCY = 4;
/** NOTIFY starts a job at once; this finds the ones whose waiting time is over. */
const POLL_MS = 1_000;

/** The worker's own tables, brought up to this version; together with our migrations, before anything is saved. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: silent() });
}

/** Takes up the jobs of this database until it is stopped. The tables are there (`migrateJobs`). */
export async function startJobWorker(deps: JobWorkerDeps): Promise<JobWorker> {
  const presence = await announce(deps.url);
  const runner: Runner = await run({
    connectionString: deps.url,
    maxPoolSize: (deps.concurrency ?? CONCURRENCY) + 2,
    concurrency: deps.concurrency ?? CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: silent(),
    parsedCronItems: [],
    taskList: taskList(deps),
  });
  return {
    stop: async () => {
      await runner.stop();
      await presence.end();
    },
  };
}

/** Any number would do, as long as it is ours alone in this database. */
const PRESENCE_LOCK = 7_353_344;

/**
 * A worker that was killed leaves its jobs locked for hours. Every living worker holds a shared lock on a connection of its
 * own, which dies with it: who finds none alive frees what the dead ones held.
 */
async function announce(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'pledgeline jobs' });
  // A lost connection only means that another worker might free our jobs; the next start takes the lock again.
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    PRESENCE_LOCK,
  ]);
  if (rows[0]?.alone === true)
    await client.query(`select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker.jobs where locked_by is not null))`);
  await client.query('select pg_advisory_lock_shared($1)', [PRESENCE_LOCK]);
  if (rows[0]?.alone === true) await client.query('select pg_advisory_unlock($1)', [PRESENCE_LOCK]);
  return client;
}

function taskList({ tasks, log }: JobWorkerDeps): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload, { job }) => {
        const last = job.attempts >= job.max_attempts;
        try {
          await task({ payload, last });
        } catch (error) {
          log.warn(
            { task: name, attempt: job.attempts },
            last ? 'a job has failed for good' : 'a job is tried again',
          );
          throw withoutWords(error);
        }
      },
    ]),
  ) as TaskList;
}

/** The worker keeps an error's words in its table: they may hold a donor's address, so the kind of error must do. */
function withoutWords(error: unknown): Error {
  const code = (error as { code?: unknown } | null)?.code;
  const kind = error instanceof Error ? error.name : 'Error';
  const plain = new Error(typeof code === 'string' ? `${kind} ${code}` : kind);
  plain.stack = plain.message;
  return plain;
}

/** What the worker says of each job may hold its payload. */
const silent = (): Logger => new Logger(() => () => {});
