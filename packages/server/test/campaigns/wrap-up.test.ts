import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Campaign, FaultBody, Position } from '@pledgeline/contract';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { createTrial } from '../../src/trial/create.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let office: Jar;
before(async () => {
  database = await testDatabase();
  await createTrial(database.db);
  await addPositions(database.db);
  await addStaff(database.db, 'office', ['supervisor', 'office']);
  app = await testApp(database.db);
  const token = await app.auth.createLinkToken('office');
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
  office = new Jar().take(reply.headers['set-cookie']);
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

const say = (method: 'PUT' | 'POST', url: string, payload: object) =>
  app.fastify.inject({ method, url, payload, headers: { cookie: office.header } });

test('the time after a call is set for the campaign, and the floor is told', async () => {
  const reply = await say('PUT', '/api/campaign/wrap-up', { seconds: 20 });
  equal(reply.json<Campaign>().wrapUpSeconds, 20);
  deepEqual(app.told, [{ rules: true }]);
  for (const seconds of [-1, 3_601, 1.5, '20'])
    equal((await say('PUT', '/api/campaign/wrap-up', { seconds })).json<FaultBody>().fault, 'BAD_INPUT');
  const [row] = await database.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'campaign.wrap-up')
    .execute();
  deepEqual([row?.actor, row?.detail], ['office', { seconds: 20 }]);
});

test('[KPD-9] the bound on the wait is set for the campaign, or taken away, and the floor is told', async () => {
  app.told.splice(0);
  for (const seconds of [5, null]) {
    const reply = await say('PUT', '/api/campaign/choice', { seconds });
    equal(reply.json<Campaign>().choiceSeconds, seconds);
  }
  deepEqual(app.told, [{ rules: true }, { rules: true }]);
  for (const seconds of [0, 3_601, 1.5, '20'])
    equal((await say('PUT', '/api/campaign/choice', { seconds })).json<FaultBody>().fault, 'BAD_INPUT');
});

test('positions are made at a site, numbered on, each with a code of its own, whatever is asked at once', async () => {
  const twice = [3, 4].map((count) => say('POST', '/api/positions', { site: 'Lyon', count }));
  for (const reply of await Promise.all(twice)) equal(reply.statusCode, 200, reply.body);
  const again = await say('POST', '/api/positions', { site: 'Lyon', count: 1 });
  const lyon = again.json<{ positions: Position[] }>().positions.filter(({ site }) => site === 'Lyon');
  deepEqual(
    lyon.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  equal(new Set(lyon.map(({ code }) => code)).size, 8);
  for (const wish of [
    { site: '', count: 1 },
    { site: 'Lyon', count: 0 },
    { site: 'Lyon', count: 501 },
  ])
    equal((await say('POST', '/api/positions', wish)).json<FaultBody>().fault, 'BAD_INPUT');
});

test('a position gets a desk phone and loses it; an address that cannot be rung changes nothing', async () => {
  const phoneOf = async () => {
    const row = await database.db
      .selectFrom('positions')
      .select('phone')
      .where('id', '=', 'p1')
      .executeTakeFirst();
    return row?.phone;
  };
  const give = (phone: string) => say('PUT', '/api/positions/p1/phone', { phone });
  equal((await give('sip:agent17@192.0.2.4:5070;transport=tcp')).statusCode, 200);
  const bad = ['sip:a@room..example', 'sip:a@192.0.2.300', 'sip:a@192.0.2.4:70000', 'tel:110', '192.0.2.4'];
  for (const phone of [...bad, 'sip:a@192.0.2.4?Subject=x', 'sip:a@192.0.2.4\r\nVia: x', 'sip:a b@192.0.2.4'])
    equal((await give(phone)).json<FaultBody>().fault, 'BAD_INPUT', phone);
  equal(await phoneOf(), 'sip:agent17@192.0.2.4:5070;transport=tcp');
  equal((await give('')).statusCode, 200);
  equal(await phoneOf(), '');
  const none = await say('PUT', '/api/positions/nowhere/phone', { phone: '' });
  equal(none.json<FaultBody>().fault, 'NOT_FOUND');
});
