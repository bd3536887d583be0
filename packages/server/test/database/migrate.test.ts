import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';

test('a test database is migrated, empty and alone', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await one.db.insertInto('sites').values({ id: 'paris', name: 'Paris' }).execute();
  assert.deepEqual(await other.db.selectFrom('sites').selectAll().execute(), []);
  await Promise.all([one.end(), other.end()]);
});
