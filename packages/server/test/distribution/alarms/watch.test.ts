import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExchange } from '@pledgeline/calls';
import type { Instant } from '@pledgeline/core';
import { Registry } from 'prom-client';
import { openLog } from '../../../src/adapters/log/log.ts';
import { AlarmWatch } from '../../../src/distribution/alarms/watch.ts';
import { testDatabase } from '../../testing/database.ts';
import { RULES } from '../figures/evening.ts';

test('[ALM-5] an alarm is on record as it begins and ends, and operators see it', async () => {
  const { db, end } = await testDatabase();
  const registry = new Registry();
  let down = ['Carrier'];
  const alarms = new AlarmWatch({
    db,
    log: openLog({ level: 'silent' }),
    registry,
    trunksDown: () => down,
  });
  const exchange = emptyExchange(RULES);
  const kept = () =>
    db.selectFrom('audit').select(['actor', 'action', 'subject', 'detail']).orderBy('id').execute();
  const keptAre = async (count: number): Promise<void> => {
    while ((await kept()).length < count) await new Promise(setImmediate);
  };
  for (const at of [0, 6_000]) alarms.look(exchange, at as Instant);
  match(await registry.metrics(), /pledgeline_alarm\{kind="trunk-down"\} 1/);
  await keptAre(1);
  down = [];
  equal(alarms.look(exchange, 16_000 as Instant), true);
  await keptAre(2);
  match(await registry.metrics(), /pledgeline_alarm\{kind="trunk-down"\} 0/);
  deepEqual(
    (await kept()).map(({ action, subject, detail }) => [action, subject, detail]),
    [
      ['alarm.began', 'trunk-down', { of: 'Carrier' }],
      ['alarm.ended', 'trunk-down', { of: 'Carrier', lastedMs: 10_000 }],
    ],
  );
  await end();
});
