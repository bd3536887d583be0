import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { connect } from '../../src/adapters/database/connect.ts';
import { migrate } from '../../src/adapters/database/migrate.ts';
import { MIGRATIONS } from '../../src/adapters/database/migrations.ts';
import { loadTrunks } from '../../src/trunks/rows.ts';
import { emptyDatabase } from '../testing/database.ts';
import { trunk } from './trunk.ts';

test('[TRUNK-12] a trunk from before goes on as it was, and whoever set it up may change it', async () => {
  const { url, end } = await emptyDatabase();
  const db = connect(url, () => {}, 2);
  const before = MIGRATIONS.findIndex(({ name }) => name === '0004-trunks');
  await migrate(db, MIGRATIONS.slice(0, before));
  await sql`insert into trunks values ('t', 'T', '{198.51.100.7,10.0.0.0/8}', 30, false)`.execute(db);
  for (const id of ['office', 'somebody'])
    await sql`insert into staff (id, name, email, email_verified, roles)
      values (${id}, ${id}, ${`${id}@x.test`}, true, '["office"]')`.execute(db);
  await migrate(db);
  const addresses = ['198.51.100.7', '10.0.0.0/8'];
  deepEqual(await loadTrunks(db), [trunk('t', { name: 'T', addresses, callsMax: 30, shortNumbers: [] })]);
  const staff = await db.selectFrom('staff').select(['id', 'roles']).orderBy('id').execute();
  deepEqual(staff, [
    { id: 'office', roles: ['office', 'operator'] },
    { id: 'somebody', roles: ['office'] },
  ]);
  equal((await migrate(db)).ok, true);
  await db.destroy();
  await end();
});
