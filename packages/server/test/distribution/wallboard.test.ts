import { deepEqual, equal, ok as holds } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FloorState, Wallboard } from '@pledgeline/contract';
import { wallboardRoutes } from '../../src/distribution/wallboard.ts';
import { createTrial } from '../../src/trial/create.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const NOW = Date.parse('2026-12-04T20:30:00Z');
const person = {
  agent: 'seating-1',
  name: 'Zoé Quatremer',
  site: 'Caen',
  positionNumber: 1,
  sound: 'browser',
  lineConnected: true,
  since: NOW,
  call: { id: 'call-secret', line: '110', language: 'fr', connectedAt: NOW, supervised: null },
  monitors: null,
} as const;
const FLOOR: FloorState = {
  agents: [
    { ...person, status: { kind: 'talking' } },
    { ...person, call: null, status: { kind: 'free' } },
    { ...person, call: null, status: { kind: 'wrapping-up', until: NOW, latest: NOW } },
  ],
  waiting: 2,
  queue: [{ call: 'call-waits', since: NOW - 14_000, line: '110', language: 'fr', doing: 'listening' }],
  figures: null,
  alarms: [],
};

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
const nobody = new Jar();

before(async () => {
  database = await testDatabase();
  await createTrial(database.db);
  await addPositions(database.db);
  await addStaff(database.db, 'boss', ['supervisor']);
  await addStaff(database.db, 'office', ['office']);
  app = await testApp(database.db, {
    routes: (fastify) => wallboardRoutes(fastify, { db: database.db, floor: () => FLOOR, now: () => NOW }),
  });
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

const ask = (method: 'POST' | 'DELETE', url: string, jar: Jar, payload?: object) =>
  app.fastify.inject({
    method,
    url,
    headers: { cookie: jar.header },
    ...(payload === undefined ? {} : { payload }),
  });
const read = (token: string) => ask('POST', '/api/wallboard', nobody, { token });
const make = async (jar: Jar): Promise<string> =>
  (await ask('POST', '/api/wallboard/link', jar)).json<{ token: string }>().token;
async function staff(id: string): Promise<Jar> {
  const token = await app.auth.createLinkToken(id);
  const reply = await ask('POST', '/api/sign-in/link', nobody, { token });
  return new Jar().take(reply.headers['set-cookie']);
}

test('[WBD-1] whoever has the link sees counts and the show, and nothing that names anybody', async () => {
  const reply = await read(await make(await staff('boss')));
  equal(reply.statusCode, 200, reply.body);
  const { evening, ...counts } = reply.json<Wallboard>();
  deepEqual(counts, {
    waiting: 2,
    waitsSince: NOW - 14_000,
    ready: 1,
    talking: 1,
    wrappingUp: 1,
    serviceLevel: null,
    boundMs: 0,
    promisedCents: 0,
  });
  equal(evening?.zone, 'Europe/Paris');
  for (const word of ['Zoé', 'seating', 'call-', '110', 'Caen']) holds(!reply.body.includes(word), word);
});

test('[WBD-2] a new link ends the one before, and one that was taken back opens nothing; what is kept opens nothing', async () => {
  const boss = await staff('boss');
  const first = await make(boss);
  const second = await make(boss);
  equal((await read(first)).statusCode, 404);
  equal((await read(second)).statusCode, 200);
  const [kept] = await database.db.selectFrom('wallboard_links').selectAll().execute();
  holds(kept !== undefined && kept.token_hash !== second);
  equal((await read(kept.token_hash)).statusCode, 404);
  equal((await ask('DELETE', '/api/wallboard/link', boss)).statusCode, 200);
  equal((await read(second)).statusCode, 404);
  const rows = await database.db.selectFrom('audit').select('action').orderBy('id').execute();
  deepEqual(
    rows
      .map(({ action }) => action)
      .filter((action) => action.startsWith('wallboard'))
      .slice(-3),
    ['wallboard.opened', 'wallboard.opened', 'wallboard.closed'],
  );
});

test('[WBD-2] only supervisors make and take back links; the link itself may do nothing else', async () => {
  for (const jar of [nobody, await staff('office')])
    for (const method of ['POST', 'DELETE'] as const)
      holds((await ask(method, '/api/wallboard/link', jar)).statusCode >= 401);
  for (const token of ['', 'x'.repeat(200)]) equal((await read(token)).statusCode, 400);
});
