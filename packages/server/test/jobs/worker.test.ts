import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { addJob } from '../../src/adapters/jobs/jobs.ts';
import { migrateJobs, startJobWorker, type JobLog } from '../../src/adapters/jobs/worker.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../messages/until.ts';

let house: TestDatabase;
before(async () => {
  house = await testDatabase();
  await migrateJobs(house.url);
});
after(() => house.end());

const quiet: JobLog = { warn: () => {} };

function worker(done: unknown[], log = quiet) {
  const note = async ({ payload }: { payload: unknown }): Promise<void> => void done.push(payload);
  const fail = async (): Promise<void> => {
    throw Object.assign(new Error('anne@example.org is unknown'), { code: '550' });
  };
  return startJobWorker({ url: house.url, tasks: { note, fail }, log });
}

test('[JOB-1] a job exists exactly when its transaction does', async () => {
  const done: unknown[] = [];
  const running = await worker(done);
  const undone = house.db.transaction().execute(async (step) => {
    await addJob(step, 'note', { n: 1 });
    throw new Error('undone');
  });
  await assert.rejects(undone);
  await house.db.transaction().execute((step) => addJob(step, 'note', { n: 2 }));
  await until(async () => (done.length > 0 ? true : null));
  await running.stop();
  assert.deepEqual(done, [{ n: 2 }]);
});

/** As a worker that was killed leaves it: locked by somebody who is not there. */
async function lockedJob(n: number): Promise<void> {
  await addJob(house.db, 'note', { n });
  await sql`update graphile_worker._private_jobs set locked_by = 'worker-dead', locked_at = now()`.execute(
    house.db,
  );
}

test('[JOB-2] what a killed worker held is taken up at the next start', async () => {
  await lockedJob(3);
  const done: unknown[] = [];
  const running = await worker(done);
  await until(async () => (done.length > 0 ? true : null));
  await running.stop();
  assert.deepEqual(done, [{ n: 3 }]);
});

test('[JOB-2] what a living worker holds is left to it', async () => {
  const living = await worker([]);
  await lockedJob(4);
  const done: unknown[] = [];
  const second = await worker(done);
  await addJob(house.db, 'note', { n: 5 });
  await until(async () => {
    const { rows } = await sql<{ left: string }>`select count(*) as left from graphile_worker.jobs`.execute(
      house.db,
    );
    return rows[0]?.left === '1' ? true : null;
  });
  await Promise.all([living.stop(), second.stop()]);
  assert.ok(!JSON.stringify(done).includes('4'));
  await sql`delete from graphile_worker._private_jobs`.execute(house.db);
});

test('[JOB-3] of a failed job’s error only its kind and code are kept', async () => {
  const told: unknown[] = [];
  const running = await worker([], { warn: (about, message) => void told.push([about, message]) });
  await addJob(house.db, 'fail', { n: 6 }, { attemptsMax: 1 });
  const error = await until(async () => {
    const { rows } = await sql<{
      last_error: string | null;
    }>`select last_error from graphile_worker.jobs`.execute(house.db);
    return rows[0]?.last_error ?? null;
  });
  await running.stop();
  assert.ok(!error.includes('anne'), error);
  assert.ok(error.includes('550'));
  assert.deepEqual(told, [[{ task: 'fail', attempt: 1 }, 'a job has failed for good']]);
});
