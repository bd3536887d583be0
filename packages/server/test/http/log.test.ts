import { deepEqual, equal, match, ok as holds } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endpoint } from '@pledgeline/contract';
import { ok } from '@pledgeline/core';
import fc from 'fast-check';
import { z } from 'zod';
import { clean, REMOVED, scrub } from '../../src/adapters/log/clean.ts';
import { route } from '../../src/adapters/http/route.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const PRIVATE = {
  phone: '+33639980001',
  spoken: '06 39 98 00 01',
  email: 'claire.dubois@example.test',
  name: 'Dubois-Lefebvre',
  street: '12 rue des Lilas',
  token: 'b3Blbi1zZXNhbWUtb3Blbi1zZXNhbWUtb3Blbg',
  card: '4970 1012 3456 7890',
};

const loud = endpoint({
  method: 'POST',
  path: '/api/loud/:token',
  summary: 'Says everything it is told',
  roles: 'everyone',
  params: z.object({ token: z.string() }),
  body: z.object({ donor: z.record(z.string(), z.string()), mode: z.string() }),
  reply: z.object({}),
  faults: [],
});

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
before(async () => {
  database = await testDatabase();
  app = await testApp(database.db, {
    routes: (fastify) =>
      route(fastify, loud, async ({ body, params, raw }) => {
        raw.log.info({ donor: body.donor, ...params, headers: raw.headers, req: raw }, 'a donor called');
        raw.log.warn(`a call from ${PRIVATE.spoken}, who writes as ${PRIVATE.email}`);
        raw.log.warn('card %s', PRIVATE.card);
        if (body.mode === 'ask')
          await database.db.selectFrom('pledges').select('id').where('id', '=', PRIVATE.phone).execute();
        if (body.mode === 'throw')
          throw new Error(`no "${PRIVATE.name}" at ${PRIVATE.phone}`, { cause: new Error(PRIVATE.email) });
        return ok({});
      }),
  });
});
after(async () => {
  await app.fastify.close();
  await database.end();
});

test('numbers, names, addresses and keys in URL, header, cookie, body and errors are not in the log', async () => {
  const send = (mode: string) =>
    app.fastify.inject({
      method: 'POST',
      url: `/api/loud/${PRIVATE.token}?phone=${encodeURIComponent(PRIVATE.phone)}&mail=${PRIVATE.email}`,
      headers: {
        authorization: `Bearer ${PRIVATE.token}`,
        cookie: `pledgeline.seat=${PRIVATE.token}`,
        'x-caller': PRIVATE.phone,
        'user-agent': PRIVATE.email,
      },
      payload: { donor: PRIVATE, mode },
    });
  deepEqual(
    (await Promise.all(['say', 'ask', 'throw'].map(send))).map((reply) => reply.statusCode),
    [200, 500, 500],
  );
  await app.fastify.inject({ url: `/nowhere/${PRIVATE.token}?name=${PRIVATE.name}` });
  const log = app.lines.join('');
  for (const [what, value] of Object.entries(PRIVATE)) {
    for (const form of [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('base64'),
      value.replaceAll(' ', ''),
    ])
      equal(log.includes(form), false, `${what} is in the log`);
  }
  equal(log.includes('39980001'), false);
});

test('a request leaves its method, its pattern, its status and how long it took', async () => {
  await app.fastify.inject({ method: 'GET', url: '/api/me?lang=fr' });
  const line = JSON.parse(app.lines.at(-1) ?? '{}') as Record<string, unknown>;
  deepEqual(Object.keys(line).toSorted(), [
    'at',
    'level',
    'method',
    'ms',
    'msg',
    'request',
    'route',
    'status',
  ]);
  deepEqual([line['method'], line['route'], line['status'], line['msg']], ['GET', '/api/me', 200, 'request']);
});

test('an error keeps its kind, its code and where it was thrown', () => {
  const error = Object.assign(new TypeError('duplicate key (phone)=(+33639980001) in "donors"'), {
    code: '23505',
  });
  const cleaned = clean(error) as Record<string, string>;
  deepEqual([cleaned['type'], cleaned['code']], ['TypeError', '23505']);
  match(cleaned['stack'] ?? '', /log\.test\.ts/);
  equal(cleaned['message'], `duplicate key "${REMOVED}" in "${REMOVED}"`);
});

test('ids of ours stay: they are what a log is searched by', () => {
  const id = '0190a5d2-ac96-774b-bcce-b30209912345';
  equal(scrub(`call ${id} ended`), `call ${id} ended`);
  deepEqual(clean({ call: id, ms: 12, seat: { positionNumber: 3 } }), {
    call: id,
    ms: 12,
    seat: { positionNumber: 3 },
  });
});

test('seven digits or more never stay, however they are spaced', () => {
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const gap = fc.constantFrom('', ' ', '.', '-', ' ', ' ');
  const digits = fc.array(fc.tuple(digit, gap), { minLength: 7, maxLength: 19 });
  fc.assert(
    fc.property(digits, fc.string(), (pairs, around) => {
      const number = pairs
        .map((pair) => pair.join(''))
        .join('')
        .replace(/\D+$/, '');
      const cleaned = scrub(`${around.replaceAll(/[\w?]/g, '')} ${number} .`);
      return !cleaned.includes(number);
    }),
  );
});

test('what has no end is cut: depth, length and number', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  holds(JSON.stringify(clean(circle)).length < 200);
  holds(
    JSON.stringify(clean({ list: Array.from({ length: 1_000 }, () => 'a b '.repeat(10_000)) })).length <
      50_000,
  );
});
