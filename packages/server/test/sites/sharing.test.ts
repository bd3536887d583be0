import { deepEqual, equal } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { FaultBody, Sharing, SiteShare } from '@pledgeline/contract';
import { sharingRoutes } from '../../src/sites/routes.ts';
import { siteRules } from '../../src/sites/rules.ts';
import { loadLines } from '../../src/telephony/lines.ts';
import { createTrial } from '../../src/trial/create.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
const jars: Record<string, Jar> = {};
let told = 0;

before(async () => {
  database = await testDatabase();
  await createTrial(database.db);
  await addPositions(database.db);
  app = await testApp(database.db, {
    routes: (fastify) =>
      sharingRoutes(fastify, {
        db: database.db,
        async onRules() {
          told += 1;
        },
        createLinkToken: (staff) => app.auth.createLinkToken(staff),
        onUnseated: () => undefined,
      }),
  });
  for (const role of ['office', 'supervisor', 'operator']) {
    await addStaff(database.db, role, [role]);
    const token = await app.auth.createLinkToken(role);
    const reply = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
    jars[role] = new Jar().take(reply.headers['set-cookie']);
  }
});
beforeEach(() => {
  told = 0;
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

const ask = (method: 'GET' | 'PUT', url: string, payload?: object, who = 'supervisor') =>
  app.fastify.inject({
    method,
    url,
    headers: { cookie: (jars[who] ?? new Jar()).header },
    ...(payload === undefined ? {} : { payload }),
  });
const share: SiteShare = { name: 'Caen', weight: 1, callsMax: null, outsourced: false };
const faultOf = async (url: string, payload: object, who?: string) =>
  (await ask('PUT', url, payload, who)).json<FaultBody>().fault;

test('[STE-10] each site has a weight, a cap and a firm; the floor has it when it is answered', async () => {
  const earlier = (await ask('GET', '/api/sharing')).json<Sharing>();
  deepEqual(
    earlier.sites.map(({ id, weight, callsMax, positions }) => [id, weight, callsMax, positions]),
    [
      ['caen', 1, null, 2],
      ['trial-caen', 1, null, 15],
    ],
  );
  deepEqual(await siteRules(database.db, 'trial'), { overflowMs: 0, sites: [] });
  const set = await ask('PUT', '/api/sharing/sites/caen', {
    ...share,
    weight: 3,
    callsMax: 5,
    outsourced: true,
  });
  equal(set.statusCode, 200, set.body);
  equal(told, 1);
  const [caen] = set.json<Sharing>().sites;
  deepEqual([caen?.weight, caen?.callsMax, caen?.outsourced], [3, 5, true]);
  deepEqual((await siteRules(database.db, 'trial')).sites, [{ site: 'caen', weight: 3, callsMax: 5 }]);
  await ask('PUT', '/api/sharing/sites/caen', share);
  deepEqual((await siteRules(database.db, 'trial')).sites, [], 'what says nothing costs nothing');
  const [row] = await database.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'site.share')
    .execute();
  deepEqual(
    [row?.actor, row?.subject, row?.detail],
    ['supervisor', 'caen', { weight: 3, callsMax: 5, outsourced: true }],
  );
});

test('[STE-10] lines prefer a site for so many seconds, or all sites are one pool', async () => {
  const wish = { overflowSeconds: 8, lines: [{ line: 'trial-en', site: 'caen' }] };
  const set = (await ask('PUT', '/api/sharing/preference', wish, 'office')).json<Sharing>();
  deepEqual(
    [set.overflowSeconds, ...set.lines.map(({ number, site }) => `${number} ${site}`)],
    [8, '110 null', '111 caen'],
  );
  equal(told, 1);
  equal((await siteRules(database.db, 'trial')).overflowMs, 8_000);
  const siteOf = async (id: string) => (await loadLines(database.db, 0)).find((line) => line.id === id)?.site;
  deepEqual([await siteOf('trial-fr'), await siteOf('trial-en')], [null, 'caen']);
  await ask('PUT', '/api/sharing/preference', { overflowSeconds: null, lines: [] });
  equal(await siteOf('trial-en'), null, 'in one pool no line prefers, and the choice is kept for later');
  const again = (await ask('GET', '/api/sharing')).json<Sharing>();
  equal(again.lines[1]?.site, 'caen');
});

test('[STE-11] a bad entry is named, changes nothing and is not told', async () => {
  const earlier = (await ask('GET', '/api/sharing')).body;
  for (const wrong of [{ weight: 0 }, { weight: 1.5 }, { weight: 101 }, { callsMax: -1 }, { name: ' ' }])
    equal(await faultOf('/api/sharing/sites/caen', { ...share, ...wrong }), 'BAD_INPUT');
  equal(await faultOf('/api/sharing/sites/caen', { ...share, name: 'plateau de caen' }), 'SITE_TWICE');
  equal(await faultOf('/api/sharing/sites/nowhere', share), 'NOT_FOUND');
  const lines = [
    { line: 'trial-fr', site: 'caen' },
    { line: 'trial-en', site: 'nowhere' },
  ];
  equal(await faultOf('/api/sharing/preference', { overflowSeconds: 5, lines }), 'NOT_FOUND');
  equal(
    await faultOf('/api/sharing/preference', { overflowSeconds: 5, lines: [{ line: 'x', site: null }] }),
    'NOT_FOUND',
  );
  for (const overflowSeconds of [0, 601, 2.5])
    equal(await faultOf('/api/sharing/preference', { overflowSeconds, lines: [] }), 'BAD_INPUT');
  equal((await ask('GET', '/api/sharing')).body, earlier);
  equal(told, 0);
  equal(await faultOf('/api/sharing/sites/caen', share, 'operator'), 'NOT_ALLOWED');
  equal(await faultOf('/api/sharing/sites/caen', share, 'nobody'), 'NOT_SIGNED_IN');
});
