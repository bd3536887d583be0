import { deepEqual, equal } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { LIMITS, type Evening, type FaultBody, type Show, type ShowImported } from '@pledgeline/contract';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { showRoutes } from '../../src/show/routes.ts';
import { createTrial } from '../../src/trial/create.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let office: Jar;
const told: string[] = [];
/** 21:30 in Paris. */
const NOW = Date.parse('2026-12-04T20:30:00Z');

before(async () => {
  database = await testDatabase();
  await createTrial(database.db);
  await addPositions(database.db);
  await addStaff(database.db, 'office', ['office']);
  app = await testApp(database.db, {
    routes: (fastify) =>
      showRoutes(fastify, {
        db: database.db,
        now: () => NOW,
        onHours: async () => void told.push('hours'),
        onLetGo: () => void told.push('let go'),
      }),
  });
  const token = await app.auth.createLinkToken('office');
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
  office = new Jar().take(reply.headers['set-cookie']);
});
beforeEach(async () => {
  told.length = 0;
  for (const table of ['audit', 'opening_hours', 'on_air_moments'] as const)
    await database.db.deleteFrom(table).execute();
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const ask = (method: Method, url: string, payload?: object, jar = office) =>
  app.fastify.inject({
    method,
    url,
    headers: { cookie: jar.header },
    ...(payload === undefined ? {} : { payload }),
  });
const show = async (method: Method, url: string, payload?: object) =>
  (await ask(method, url, payload)).json<Show>();
const faultOf = async (method: Method, url: string, payload?: object) =>
  (await ask(method, url, payload)).json<FaultBody>().fault;
const audited = async () =>
  (await database.db.selectFrom('audit').select(['actor', 'action', 'detail']).orderBy('id').execute()).map(
    ({ actor, action }) => `${actor} ${action}`,
  );
const fil = { date: '2026-12-04', time: '21:05', title: 'Fil rouge', seconds: 45 };

test('[HRS-11] hours are added and taken out, each with its audit record, and are in force when it is answered', async () => {
  const kept = await show('POST', '/api/show/openings', {
    date: '2026-12-04',
    from: '21:00',
    until: '24:00',
  });
  deepEqual(told, ['hours']);
  const [opening] = kept.openings;
  deepEqual(
    [opening?.date, opening?.from, opening?.until, kept.zone],
    ['2026-12-04', '21:00', '24:00', 'Europe/Paris'],
  );
  const evening = (await ask('GET', '/api/evening')).json<Evening>();
  deepEqual(evening.openings, [
    { from: Date.parse('2026-12-04T20:00Z'), until: Date.parse('2026-12-04T23:00Z') },
  ]);
  deepEqual((await show('DELETE', `/api/show/openings/${opening?.id}`)).openings, []);
  deepEqual(await audited(), ['office opening.added', 'office opening.removed']);
});

test('[HRS-11] what is no opening, or more than may be, is refused and changes nothing', async () => {
  for (const bad of [
    { date: '2026-02-30', from: '21:00', until: '24:00' },
    { date: '2026-12-04', from: '24:00', until: '01:00' },
    { date: '2026-12-04', from: '21:00', until: '21:00' },
  ])
    equal(await faultOf('POST', '/api/show/openings', bad), 'BAD_INPUT');
  const rows = Array.from({ length: LIMITS.openingsMax }, (_, n) => n);
  await database.db
    .insertInto('opening_hours')
    .values(
      rows.map((n) => ({
        id: `o${n}`,
        campaign_id: 'trial',
        day: '2026-12-04',
        opens: '21:00',
        closes: '24:00',
      })),
    )
    .execute();
  equal(
    await faultOf('POST', '/api/show/openings', { date: '2026-12-05', from: '21:00', until: '24:00' }),
    'SHOW_FULL',
  );
  equal(await faultOf('DELETE', '/api/show/openings/nothing'), 'NOT_FOUND');
  deepEqual([told, await audited()], [[], []]);
});

test('[HRS-13] the line is closed kindly or at once, and opened again; each is on record', async () => {
  const close = async (waiting: string) =>
    (await ask('POST', '/api/line/close', { waiting })).json<Evening>();
  equal((await close('served')).closedByHand, true);
  deepEqual(told, ['hours']);
  equal((await close('let-go')).closedByHand, true);
  deepEqual(told, ['hours', 'hours', 'let go']);
  equal((await ask('POST', '/api/line/open')).json<Evening>().closedByHand, false);
  deepEqual(await audited(), ['office line.closed', 'office line.closed', 'office line.opened']);
  equal(await faultOf('POST', '/api/line/close', { waiting: 'now' }), 'BAD_INPUT');
});

test('[RUN-3] moments are added, changed and taken out; the same minute is one moment', async () => {
  const [kept] = (await show('POST', '/api/show/moments', fil)).moments;
  deepEqual([kept?.at, kept?.title], [Date.parse('2026-12-04T20:05Z'), 'Fil rouge']);
  equal(await faultOf('POST', '/api/show/moments', { ...fil, title: 'Autre' }), 'SAME_MOMENT');
  const later = (await show('POST', '/api/show/moments', { ...fil, time: '22:00' })).moments.at(-1);
  equal(await faultOf('PUT', `/api/show/moments/${later?.id}`, fil), 'SAME_MOMENT');
  const changed = await show('PUT', `/api/show/moments/${later?.id}`, {
    ...fil,
    time: '22:10',
    title: 'Final',
  });
  deepEqual(
    changed.moments.map(({ time, title }) => `${time} ${title}`),
    ['21:05 Fil rouge', '22:10 Final'],
  );
  equal(
    await faultOf('POST', '/api/show/moments', { ...fil, time: '23:00', title: '4111 1111 1111 1111' }),
    'CARD_NUMBER',
  );
  equal(await faultOf('PUT', '/api/show/moments/nothing', { ...fil, time: '23:00' }), 'NOT_FOUND');
  // At 21:30 the first is over: desks are told of the other alone.
  const evening = (await ask('GET', '/api/evening')).json<Evening>();
  deepEqual(
    evening.onAir.map(({ title }) => title),
    ['Final'],
  );
  equal((await show('DELETE', `/api/show/moments/${kept?.id}`)).moments.length, 1);
  deepEqual(await audited(), [
    'office moment.added',
    'office moment.added',
    'office moment.changed',
    'office moment.removed',
  ]);
});

test('[RUN-2] a file is taken in one stroke: good lines in, bad ones named, a known minute changed', async () => {
  await ask('POST', '/api/show/moments', fil);
  const csv = 'date;heure;titre\n04/12/2026;21:05;Le clip\n04/12/2026;22:00;Final\nhier;22:10;Rien';
  const imported = (await ask('POST', '/api/show/import', { csv })).json<ShowImported>();
  deepEqual([imported.taken, imported.refused], [2, [{ line: 4, why: 'DATE' }]]);
  deepEqual(
    imported.show.moments.map(({ time, title }) => `${time} ${title}`),
    ['21:05 Le clip', '22:00 Final'],
  );
  equal(await faultOf('POST', '/api/show/import', { csv: 'nom;prenom\na;b' }), 'SHOW_HEADER');
  const many = Array.from(
    { length: LIMITS.momentsMax },
    (_, n) => `2026-12-0${5 + (n % 5)};${10 + (n % 12)}:${10 + (n % 49)};T`,
  );
  const tooMany = [...new Set(many)];
  const full = ['date;heure;titre', ...tooMany, ...tooMany.map((line) => line.replace('2026', '2027'))].join(
    '\n',
  );
  equal(await faultOf('POST', '/api/show/import', { csv: full }), 'SHOW_FULL');
  equal((await show('GET', '/api/show')).moments.length, 2);
});

test('[RUN-4] beside a moment that is over stand the calls of each minute after it', async () => {
  await ask('POST', '/api/show/moments', fil);
  await ask('POST', '/api/show/moments', { ...fil, time: '22:00' });
  const at = Date.parse('2026-12-04T20:05Z');
  const call = (id: string, afterMs: number, line = 'trial-fr') => ({
    id,
    line_id: line,
    arrived_at: new Date(at + afterMs),
    answered_at: null,
    ended_at: new Date(at + afterMs + 1_000),
    seating_id: null,
    withheld: false,
    reason: 'caller',
    trial: true,
  });
  await database.db
    .insertInto('call_records')
    .values([
      call('a', -1),
      call('b', 0),
      call('c', 59_999),
      call('d', 60_000, 'trial-en'),
      call('e', 599_999),
      call('f', 600_000),
    ])
    .execute();
  const { moments } = await show('GET', '/api/show');
  deepEqual(
    moments.map(({ calls }) => calls),
    [[2, 1, 0, 0, 0, 0, 0, 0, 0, 1], null],
  );
});

test('[HRS-12] volunteers see the evening and change nothing; nobody else sees it', async () => {
  const sat = await app.fastify.inject({
    method: 'POST',
    url: '/api/seat',
    payload: { code: 'AAA333', name: 'Ana' },
  });
  const volunteer = new Jar().take(sat.headers['set-cookie']);
  equal((await ask('GET', '/api/evening', undefined, volunteer)).statusCode, 200);
  for (const [method, url, payload] of [
    ['POST', '/api/line/close', { waiting: 'served' }],
    ['POST', '/api/line/open', undefined],
    ['GET', '/api/show', undefined],
    ['POST', '/api/show/moments', fil],
    ['POST', '/api/show/import', { csv: '' }],
  ] as const)
    equal((await ask(method, url, payload, volunteer)).statusCode, 403, url);
  equal((await ask('GET', '/api/evening', undefined, new Jar())).statusCode, 401);
});
