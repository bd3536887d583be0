import { deepEqual, equal, match } from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { FaultBody, Me, Position } from '@pledgeline/contract';
import type { AgentId, PositionId } from '@pledgeline/core';
import { endExpired, seatsHeld, sitAt } from '../../src/volunteers/seatings.ts';
import { ATTEMPTS } from '../../src/volunteers/attempts.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

interface Positions {
  readonly positions: readonly Position[];
}

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
before(async () => {
  database = await testDatabase();
  await addPositions(database.db);
  await addStaff(database.db, 'office', ['supervisor', 'office']);
});
after(() => database.end());
beforeEach(async () => {
  await database.db.deleteFrom('seatings').execute();
  app = await testApp(database.db);
});
afterEach(() => app.fastify.close());

const post = (url: string, payload: object | undefined, jar: Jar) =>
  app.fastify.inject({
    method: 'POST',
    url,
    headers: { cookie: jar.header },
    ...(payload === undefined ? {} : { payload }),
  });
const sit = (code: string, name: string, jar = new Jar()) => post('/api/seat', { code, name }, jar);
const office = async (): Promise<Jar> => {
  const token = await app.auth.createLinkToken('office');
  const reply = await post('/api/sign-in/link', { token }, new Jar());
  return new Jar().take(reply.headers['set-cookie']);
};

test('a code and a first name are enough to sit down, and the floor is told', async () => {
  const reply = await sit('aaa-333', 'Louise');
  equal(reply.statusCode, 200, reply.body);
  const { person, seat } = reply.json<Me>();
  deepEqual(person, { name: 'Louise', roles: ['volunteer'] });
  deepEqual([seat?.positionNumber, seat?.site], [1, 'Caen']);
  deepEqual(app.told, [{ seated: atBrowser(reply.json<Me>()) }]);
  const jar = new Jar().take(reply.headers['set-cookie']);
  const me = await app.fastify.inject({ url: '/api/me', headers: { cookie: jar.header } });
  deepEqual(me.json<Me>().seat, seat);
});

test('the cookie holds 256 bits, and the database only their hash', async () => {
  const cookie = String((await sit('AAA333', 'Louise')).headers['set-cookie']);
  const token = /pledgeline\.seat=([^;]+)/.exec(cookie)?.[1] ?? '';
  match(token, /^[\w-]{43}$/);
  match(cookie, /HttpOnly/);
  match(cookie, /SameSite=Strict/);
  const rows = await database.db.selectFrom('seatings').selectAll().execute();
  equal(JSON.stringify(rows).includes(token), false);
});

test('twenty at once for one position: one sits, nineteen are told that it is taken', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => sit('AAA333', `V${n}`)));
  equal(replies.filter((reply) => reply.statusCode === 200).length, 1);
  equal(replies.filter((reply) => reply.json<FaultBody>().fault === 'POSITION_TAKEN').length, 19);
  equal((await seatsHeld(database.db)).length, 1);
});

test('a wrong code opens nothing, and the eleventh from one browser has to wait', async () => {
  const jar = new Jar();
  for (let n = 0; n < ATTEMPTS.browserFailuresMax; n++) {
    const reply = await sit('ZZZZZZ', 'Louise', jar);
    equal(reply.json<FaultBody>().fault, 'WRONG_CODE');
    jar.take(reply.headers['set-cookie']);
  }
  equal((await sit('AAA333', 'Louise', jar)).json<FaultBody>().fault, 'TOO_MANY');
  equal((await sit('AAA333', 'Neighbour')).statusCode, 200);
});

/** What the floor is told of a seat that the API names. */
function atBrowser({ seat }: Me) {
  if (seat === null) return null;
  const { sound, ...held } = seat;
  equal(sound, 'browser');
  return {
    ...held,
    siteId: 'caen',
    phone: '',
    account: null,
    outsourced: false,
    languages: ['fr', 'en'],
    professional: false,
    listener: false,
  };
}

test('whoever sits down elsewhere gets up first; who is refused there stays where he is', async () => {
  const first = await sit('AAA333', 'Louise');
  const jar = new Jar().take(first.headers['set-cookie']);
  const moved = await sit('CCC444', 'Louise', jar);
  equal(moved.json<Me>().seat?.positionNumber, 2);
  deepEqual(app.told.slice(1), [
    { unseated: first.json<Me>().seat?.agent },
    { seated: atBrowser(moved.json<Me>()) },
  ]);
  jar.take(moved.headers['set-cookie']);
  await sit('AAA333', 'Marc');
  equal((await sit('AAA333', 'Louise', jar)).json<FaultBody>().fault, 'POSITION_TAKEN');
  const me = await app.fastify.inject({ url: '/api/me', headers: { cookie: jar.header } });
  equal(me.json<Me>().seat?.positionNumber, 2);
});

test('sitting down again where one sits changes nothing', async () => {
  const first = await sit('AAA333', 'Louise');
  const again = await sit('AAA333', 'Louise', new Jar().take(first.headers['set-cookie']));
  equal(again.json<Me>().seat?.agent, first.json<Me>().seat?.agent);
  equal(app.told.length, 1);
});

test('getting up frees the position and ends the cookie', async () => {
  const first = await sit('AAA333', 'Louise');
  const jar = new Jar().take(first.headers['set-cookie']);
  equal((await post('/api/seat/leave', undefined, jar)).json<Me>().seat, null);
  deepEqual(app.told.at(-1), { unseated: first.json<Me>().seat?.agent });
  equal((await post('/api/seat/leave', undefined, jar)).json<FaultBody>().fault, 'NOT_SIGNED_IN');
  equal((await sit('AAA333', 'Marc')).statusCode, 200);
});

test('a seat whose time is over frees itself, and who takes it is told to the floor after who left it', async () => {
  const taken = await sitAt(database.db, 'p1' as PositionId, {
    kind: 'volunteer',
    name: 'Gone',
    languages: ['fr'],
  });
  const gone = (taken.ok ? taken.value.seat.agent : '') as AgentId;
  await database.db
    .updateTable('seatings')
    .set({ expires_at: new Date(0) })
    .execute();
  const reply = await sit('AAA333', 'Louise');
  deepEqual(app.told, [{ unseated: gone }, { seated: atBrowser(reply.json<Me>()) }]);
  await database.db
    .updateTable('seatings')
    .set({ expires_at: new Date(0) })
    .where('left_at', 'is', null)
    .execute();
  deepEqual(await endExpired(database.db, null), [reply.json<Me>().seat?.agent]);
  deepEqual(await endExpired(database.db, null), []);
});

test('staff take a position with their session, one at a time, and free those of others', async () => {
  const jar = await office();
  const one = await post('/api/positions/p1/take', undefined, jar);
  equal(one.json<Me>().seat?.name, 'Staff office');
  deepEqual(one.json<Me>().person?.roles, ['supervisor', 'office']);
  const two = await post('/api/positions/p2/take', undefined, jar);
  equal(two.json<Me>().seat?.positionNumber, 2);
  equal((await seatsHeld(database.db)).length, 1);
  const louise = await sit('AAA333', 'Louise');
  const list = await app.fastify.inject({ url: '/api/positions', headers: { cookie: jar.header } });
  deepEqual(
    list.json<Positions>().positions.map((position) => position.takenBy),
    ['Louise', 'Staff office'],
  );
  const freed = await post('/api/positions/p1/free', undefined, jar);
  equal(freed.json<Positions>().positions[0]?.takenBy, null);
  deepEqual(app.told.at(-1), { unseated: louise.json<Me>().seat?.agent });
  equal((await post('/api/positions/nowhere/free', undefined, jar)).json<FaultBody>().fault, 'NOT_FOUND');
  equal((await post('/api/positions/nowhere/take', undefined, jar)).json<FaultBody>().fault, 'NOT_FOUND');
});

test('the audit record tells who did what, by ids', async () => {
  await database.db.deleteFrom('audit').execute();
  const reply = await sit('AAA333', 'Louise');
  const agent = reply.json<Me>().seat?.agent;
  await post('/api/seat/leave', undefined, new Jar().take(reply.headers['set-cookie']));
  const rows = await database.db.selectFrom('audit').selectAll().orderBy('id').execute();
  deepEqual(
    rows.map(({ actor_kind, actor, action, subject }) => [actor_kind, actor, action, subject]),
    [
      ['seat', agent, 'seat.taken', 'p1'],
      ['seat', agent, 'seat.left', 'p1'],
    ],
  );
  equal(JSON.stringify(rows).includes('Louise'), false);
});

test('[STE-2] whoever sits down says what he speaks; who sits there is what the position is said to be', async () => {
  const reply = await post('/api/seat', { code: 'AAA333', name: 'Louise', languages: ['fr'] }, new Jar());
  equal(reply.statusCode, 200, reply.body);
  equal(
    (await post('/api/seat', { code: 'CCC444', name: 'Jean', languages: [] }, new Jar())).statusCode,
    400,
  );
  app.told.splice(0);
  const staff = await office();
  const position = reply.json<Me>().seat?.position ?? '';
  const named = await app.fastify.inject({
    method: 'PUT',
    url: `/api/positions/${position}/helpers`,
    headers: { cookie: staff.header },
    payload: { professional: false, listener: true },
  });
  const [first] = named.json<Positions>().positions;
  deepEqual([first?.professional, first?.listener], [false, true], named.body);
  const [told] = app.told;
  if (told === undefined || !('seated' in told)) throw new Error('the floor was not told');
  deepEqual([told.seated.languages, told.seated.listener], [['fr'], true]);
  const [seat] = await seatsHeld(database.db);
  deepEqual([seat?.languages, seat?.professional, seat?.listener], [['fr'], false, true]);
});
