import { deepEqual, equal, match, ok as holds, rejects } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endpoint, FAULTS, ROLES, type FaultBody, type Role } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import { z } from 'zod';
import { NOBODY, rolesOf, type Actor } from '../../src/access/actor.ts';
import { page, route } from '../../src/adapters/http/route.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const card = endpoint({
  method: 'POST',
  path: '/api/test/:id',
  summary: 'A route to try',
  roles: 'everyone',
  params: z.object({ id: z.string().max(10) }),
  body: z.object({
    amount: z.int().max(10),
    note: z.string().refine((text) => !text.includes('4970'), {
      params: { fault: 'CARD_NUMBER' },
      message: 'CARD_NUMBER',
    }),
  }),
  reply: z.object({ id: z.string() }),
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'NOT_FOUND'],
});
const breaks = endpoint({
  ...card,
  method: 'GET',
  path: '/api/test-breaks',
  params: z.object({}),
  body: z.never(),
});

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, { post: { summary: string; responses: object } }>;
}

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let actor: Actor = NOBODY;
before(async () => {
  database = await testDatabase();
  app = await testApp(database.db, {
    routes: (fastify) => {
      route(fastify, card, async ({ params }) =>
        params.id === 'none'
          ? failed({ fault: 'NOT_FOUND', fields: [{ path: 'id', message: 'NONE' }] })
          : ok({ id: params.id }),
      );
      route(fastify, { ...breaks, body: undefined as never }, async () => {
        throw new Error('the pipes are frozen');
      });
      route(fastify, { ...breaks, path: '/api/test-away', body: undefined as never }, async () => {
        throw new Error('Connection terminated unexpectedly');
      });
      page(
        fastify,
        {
          method: 'POST',
          path: '/test-hook',
          access: 'public',
          options: { keepRawBody: true, crossOrigin: true },
        },
        async (request, reply) => reply.send({ bytes: request.rawBody?.toString('latin1') ?? null }),
      );
    },
    deps: { whoIs: async () => actor },
  });
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

const post = (payload: unknown, headers: Record<string, string> = {}, id = 'a') =>
  app.fastify.inject({ method: 'POST', url: `/api/test/${id}`, payload: payload as object, headers });
const good = { amount: 1, note: '' };

const seat = { agent: 'a', position: 'p', positionNumber: 1, site: 's', name: 'n' } as unknown as Extract<
  Actor,
  { kind: 'seat' }
>['seat'];
const withRoles = (roles: readonly Role[]): Actor => ({ kind: 'staff', id: 's', name: 'S', roles, seat });

test('every route has an access, and its roles are kept for each role and for nobody', async () => {
  const actors: Actor[] = [NOBODY, ...ROLES.map((role) => withRoles([role]))];
  const routes = app
    .routes()
    .filter(({ method, url }) => method !== 'HEAD' && method !== 'OPTIONS' && !url.includes('/live/'));
  holds(routes.length > 10);
  for (const { method, url, access } of routes) {
    holds(access !== undefined, `${method} ${url} has no access`);
    if (access === 'public' || access === 'everyone' || access === 'loopback-or-office') continue;
    for (const one of actors) {
      actor = one;
      const target = url.replaceAll(/:\w+/g, 'x');
      const reply = await app.fastify.inject({ method: method as 'GET', url: target });
      const isMeant = rolesOf(one).some((role) => access.includes(role));
      const refused = one.kind === 'nobody' ? 401 : 403;
      equal(
        reply.statusCode === refused && /NOT_(ALLOWED|SIGNED_IN)/.test(reply.body),
        !isMeant,
        `${method} ${url}`,
      );
    }
  }
  actor = NOBODY;
});

test('an app with a route that has no access does not start', async () => {
  const opening = testApp(database.db, {
    routes: (fastify) => void fastify.get('/api/forgotten', async () => 'open to all'),
  });
  await rejects(opening, /routes without access: .*\/api\/forgotten/);
});

test('a refusal is answered in the language that was asked for', async () => {
  const say = async (headers: Record<string, string>, lang = '') =>
    (
      await app.fastify.inject({ method: 'POST', url: `/api/test/none${lang}`, payload: good, headers })
    ).json<FaultBody>().message;
  equal(await say({}), FAULTS.NOT_FOUND.fr);
  equal(await say({ 'accept-language': 'en-GB,en;q=0.9,fr;q=0.8' }), FAULTS.NOT_FOUND.en);
  equal(await say({ 'accept-language': 'de, fr;q=0.3, en;q=0.2' }), FAULTS.NOT_FOUND.fr);
  equal(await say({ 'accept-language': 'fr' }, '?lang=en'), FAULTS.NOT_FOUND.en);
});

test('bad input names the fields and never what was in them', async () => {
  const reply = await post({ amount: 987_654, note: 12 });
  equal(reply.statusCode, 400);
  const { fault, fields } = reply.json<FaultBody>();
  equal(fault, 'BAD_INPUT');
  deepEqual(fields, [
    { path: 'amount', message: 'TOO_BIG' },
    { path: 'note', message: 'INVALID_TYPE' },
  ]);
  equal(reply.body.includes('987654'), false);
});

test('a card number is refused as such', async () => {
  const reply = await post({ amount: 1, note: 'carte 4970 1000 0000 0000' });
  equal(reply.statusCode, 422);
  equal(reply.json<FaultBody>().fault, 'CARD_NUMBER');
  equal(reply.body.includes('4970'), false);
});

test('what is no JSON, too long, or of a strange kind is a fault of the input', async () => {
  const send = (payload: string, type: string) => post(payload, { 'content-type': type });
  equal((await send('{"amount":', 'application/json')).json<FaultBody>().fault, 'BAD_INPUT');
  equal((await send('{"__proto__":{}}', 'application/json')).json<FaultBody>().fault, 'BAD_INPUT');
  equal((await send('<a/>', 'text/xml')).json<FaultBody>().fault, 'BAD_INPUT');
  const long = await send(JSON.stringify({ ...good, note: 'x'.repeat(70_000) }), 'application/json');
  deepEqual([long.statusCode, long.json<FaultBody>().fault], [413, 'TOO_LARGE']);
  equal((await post(good, {}, 'x'.repeat(11))).json<FaultBody>().fault, 'BAD_INPUT');
});

test('a database that has gone is answered with UNAVAILABLE, whoever met it: trying again is right', async () => {
  const reply = await app.fastify.inject({ url: '/api/test-away' });
  deepEqual([reply.statusCode, reply.json<FaultBody>().fault], [503, 'UNAVAILABLE']);
});

test('what breaks is answered calmly, with the name of its log line', async () => {
  const reply = await app.fastify.inject({ url: '/api/test-breaks' });
  equal(reply.statusCode, 500);
  const { fault, message, request = '' } = reply.json<FaultBody>();
  deepEqual([fault, message], ['BROKEN', FAULTS.BROKEN.fr]);
  equal(reply.headers['x-request-id'], request);
  holds(app.lines.some((line) => line.includes(request) && line.includes('the pipes are frozen')));
  equal(reply.body.includes('frozen'), false);
});

test('a text that no database can hold finds nothing and breaks nothing', async () => {
  const reply = await app.fastify.inject({
    method: 'POST',
    url: '/api/seat',
    payload: { code: 'AAA\u0000333', name: 'Louise' },
  });
  deepEqual([reply.statusCode, reply.json<FaultBody>().fault], [400, 'BAD_INPUT']);
});

test('an address that cannot be read is answered like any other that is not there', async () => {
  const { statusCode, body, headers } = await app.fastify.inject({ url: '/%?token=secret' });
  equal(statusCode, 404);
  equal((JSON.parse(body) as FaultBody).fault, 'NOT_FOUND');
  equal(headers['x-content-type-options'], 'nosniff');
  equal(headers['cache-control'], 'no-store');
});

test('another site may not act through a signed-in browser', async () => {
  const status = async (headers: Record<string, string>) =>
    (await post(good, { host: 'line.test', ...headers })).statusCode;
  equal(await status({}), 200);
  equal(await status({ origin: 'http://line.test' }), 200);
  equal(await status({ 'sec-fetch-site': 'same-origin', origin: 'null' }), 200);
  equal(await status({ origin: 'http://evil.test' }), 403);
  equal(await status({ origin: 'https://line.test' }), 403);
  equal(await status({ origin: 'null' }), 403);
  equal(await status({ 'sec-fetch-site': 'same-site', origin: 'http://line.test' }), 403);
  equal(await status({ 'sec-fetch-site': 'cross-site' }), 403);
});

test('a notification keeps its bytes, and may come from elsewhere', async () => {
  const reply = await app.fastify.inject({
    method: 'POST',
    url: '/test-hook',
    headers: { 'content-type': 'application/json', origin: 'https://pay.test' },
    payload: '{ "a" : 1 }',
  });
  equal(reply.json<{ bytes: string }>().bytes, '{ "a" : 1 }');
});

test('every answer carries the protective headers', async () => {
  for (const url of ['/api/me', '/nothing', '/api/test-breaks', '/health', '/api/docs/json']) {
    const { headers } = await app.fastify.inject({ url });
    match(String(headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/);
    equal(headers['x-content-type-options'], 'nosniff');
    equal(headers['referrer-policy'], 'no-referrer');
    equal(headers['cache-control'], 'no-store');
  }
});

test('the document is OpenAPI 3.1 and holds the contract', async () => {
  const document = (await app.fastify.inject({ url: '/api/docs/json' })).json<OpenApi>();
  equal(document.openapi, '3.1.0');
  const seatPath = document.paths['/api/seat']?.post;
  equal(seatPath?.summary, 'Sits down by the short code of a position');
  deepEqual(Object.keys(seatPath?.responses ?? {}).toSorted(), ['200', '400', '401', '409', '422', '429']);
  const shown = await app.fastify.inject({ url: '/api/docs' });
  match(shown.body, /swagger-ui/);
});

test('health is for everybody, figures for this machine and the office', async () => {
  deepEqual((await app.fastify.inject({ url: '/health' })).json(), {
    state: 'up',
    database: 'up',
    media: 'up',
    sip: 'up',
    newCalls: 'all',
  });
  const from = (remoteAddress: string) => app.fastify.inject({ url: '/metrics', remoteAddress });
  match((await from('127.0.0.1')).body, /pledgeline_http_seconds_count/);
  equal((await from('::1')).statusCode, 200);
  equal((await from('192.0.2.1')).statusCode, 401);
  actor = withRoles(['supervisor']);
  equal((await from('192.0.2.1')).statusCode, 403);
  actor = withRoles(['office']);
  equal((await from('192.0.2.1')).statusCode, 200);
  actor = NOBODY;
});
