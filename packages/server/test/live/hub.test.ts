import { deepEqual, equal, ok as holds } from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import {
  LIVE_DESK,
  LIVE_FLOOR,
  LIVE_TOTALS,
  type DeskEvent,
  type DeskSignal,
  type FloorState,
  type Totals,
} from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import { sessions } from '../../src/access/sessions.ts';
import { openDoors, type Doors } from '../../src/adapters/http/doors.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { FloorFeed } from '../../src/live/floor-feed.ts';
import { LiveHub } from '../../src/live/hub.ts';
import { liveRoutes } from '../../src/live/routes.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { Screen } from '../testing/screen.ts';

const PING_MS = 40;
const talking: DeskEvent = { kind: 'status', status: { kind: 'talking' } };
const free: DeskEvent = { kind: 'status', status: { kind: 'free' } };
const whole: DeskEvent = {
  kind: 'desk',
  status: { kind: 'away', because: 'new' },
  call: null,
  lineConnected: false,
};
const line = (connected: boolean): DeskEvent => ({ kind: 'line', connected });

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let doors: Doors;
let who: ReturnType<typeof sessions>;
let hub: LiveHub;
let floor: FloorFeed;
let shown: FloorState = { agents: [], waiting: 0, queue: [], figures: null, alarms: [] };
let heard: (readonly ['connected' | 'gone' | DeskSignal, AgentId])[] = [];
let promised = 0;
let screens: Screen[] = [];

before(async () => {
  database = await testDatabase();
  await addPositions(database.db);
  await addStaff(database.db, 'office', ['office']);
  await addStaff(database.db, 'supervisor', ['supervisor']);
});
after(() => database.end());
beforeEach(async () => {
  // This test's own: a socket of the test before may still report that it is gone.
  const mine: typeof heard = [];
  heard = mine;
  screens = [];
  await database.db.deleteFrom('seatings').execute();
  const log = openLog({ level: 'silent' });
  hub = new LiveHub(
    {
      deskSnapshot: () => whole,
      totalsSnapshot: async () => totals((promised += 100)),
      onSignal: (agent, signal) => void mine.push([signal, agent]),
      onDeskConnected: (agent) => void mine.push(['connected', agent]),
      onDeskDisconnected: (agent) => void mine.push(['gone', agent]),
    },
    log,
  );
  floor = new FloorFeed(() => shown);
  app = await testApp(database.db, {
    routes: (fastify) =>
      liveRoutes(fastify, {
        hub,
        floor,
        whoIs: (request) => who(request),
        pingEveryMs: PING_MS,
        sessionCheckEveryMs: PING_MS,
      }),
  });
  who = sessions(database.db, app.auth);
  doors = await openDoors({ httpPort: 0, httpsPort: 0, addresses: [], tls: null, log });
  doors.serve(app.fastify);
});
afterEach(async () => {
  for (const screen of screens) screen.kill();
  hub.close();
  floor.close();
  await app.fastify.close();
  await doors.close();
});

const totals = (promisedCents: number): Totals => ({
  promisedCents,
  promisedCount: 1,
  onAirCents: 0,
  paidCents: 0,
  paidCount: 0,
  latest: [],
  asOf: new Date(0).toISOString(),
});

async function sitDown(code = 'AAA333'): Promise<{ agent: AgentId; cookie: string }> {
  const reply = await app.fastify.inject({
    method: 'POST',
    url: '/api/seat',
    payload: { code, name: 'Louise' },
  });
  const { agent } = reply.json<{ seat: { agent: AgentId } }>().seat;
  return { agent, cookie: new Jar().take(reply.headers['set-cookie']).header };
}
async function signIn(staff = 'office'): Promise<string> {
  const token = await app.auth.createLinkToken(staff);
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/sign-in/link', payload: { token } });
  return new Jar().take(reply.headers['set-cookie']).header;
}
async function open(path: string, cookie: string, headers: Record<string, string> = {}): Promise<Screen> {
  const screen = await Screen.open(doors.httpPort, path, { cookie, ...headers });
  screens.push(screen);
  return screen;
}

test('a desk that connects gets its whole state, then what happens', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  const first = await screen.next();
  deepEqual([first.seq, first.event], [1, whole]);
  hub.toDesk(agent, talking);
  const second = await screen.next();
  deepEqual([second.epoch, second.seq, second.event], [first.epoch, 2, talking]);
  deepEqual(heard, [['connected', agent]]);
});

test('[HRS-12] every desk is told that the evening has changed, one that was away as it comes back', async () => {
  const [ana, louise] = [await sitDown(), await sitDown('CCC444')];
  const screen = await open(LIVE_DESK, ana.cookie);
  await screen.next();
  const other = await open(LIVE_DESK, louise.cookie);
  const { epoch } = await other.next();
  other.kill();
  hub.eveningChanged();
  deepEqual((await screen.next()).event, { kind: 'evening-changed' });
  const back = await open(`${LIVE_DESK}?after=${epoch}.1`, louise.cookie);
  deepEqual((await back.next()).event, { kind: 'evening-changed' });
});

test('a desk that comes back gets what it missed, and no more', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  const { epoch } = await screen.next();
  hub.toDesk(agent, line(true));
  equal((await screen.next()).seq, 2);
  screen.kill();
  hub.toDesk(agent, talking);
  hub.toDesk(agent, line(false));
  const back = await open(`${LIVE_DESK}?after=${epoch}.2`, cookie);
  deepEqual([(await back.next()).event, (await back.next()).event], [talking, line(false)]);
  hub.toDesk(agent, talking);
  equal((await back.next()).seq, 5);
});

test('a desk that comes back to another life of the server gets the whole state', async () => {
  const { cookie } = await sitDown();
  const screen = await open(`${LIVE_DESK}?after=anotherlife.7`, cookie);
  deepEqual((await screen.next()).event, whole);
});

test('a second tab takes over: the first is told so and closed, and the floor sees no gap', async () => {
  const { agent, cookie } = await sitDown();
  const first = await open(LIVE_DESK, cookie);
  const seen = await first.next();
  const second = await open(LIVE_DESK, cookie);
  await second.next();
  const told = await first.next();
  deepEqual([told.event, told.seq > seen.seq], [{ kind: 'unseated' }, true]);
  equal(await first.closed, 4001);
  hub.toDesk(agent, talking);
  deepEqual((await second.next()).event, talking);
  deepEqual(heard, [
    ['connected', agent],
    ['connected', agent],
  ]);
});

test('what a desk signals is handed on; what is no signal is not', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  await screen.next();
  for (const text of ['{', '[]', '{"kind":"hang-up","call":"c"}', '{"kind":"picked-up"}']) screen.say(text);
  screen.say(JSON.stringify({ kind: 'form-shown', call: 'c1' }));
  await screen.until(() => heard.length === 2);
  deepEqual(heard[1], [{ kind: 'form-shown', call: 'c1' }, agent]);
});

test('whoever is unseated is told, closed, and comes back to nothing', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  await screen.next();
  await app.fastify.inject({ method: 'POST', url: '/api/seat/leave', headers: { cookie } });
  hub.toDesk(agent, { kind: 'unseated' });
  deepEqual((await screen.next()).event, { kind: 'unseated' });
  equal(await screen.closed, 4001);
  equal(await Screen.refused(doors.httpPort, LIVE_DESK, { cookie }), 401);
});

test('a desk that falls silent without a goodbye is noticed', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  await screen.next();
  screen.freeze();
  await screen.until(() => heard.length === 2);
  deepEqual(heard[1], ['gone', agent]);
});

test('a desk that reads nothing is closed before it fills the memory', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  await screen.next();
  screen.freeze();
  const long: DeskEvent = { kind: 'withdrawn', call: 'x'.repeat(200_000), because: 'missed' };
  for (let n = 0; n < 100 && heard.length < 2; n++) {
    hub.toDesk(agent, long);
    await new Promise<void>((resolve) => void setImmediate(resolve));
  }
  await screen.until(() => heard.length === 2);
  deepEqual(heard[1], ['gone', agent]);
});

test('staff who sit nowhere have no desk; other sites and strangers get no connection', async () => {
  const cookie = await signIn();
  equal(await (await open(LIVE_DESK, cookie)).closed, 4004);
  equal(await Screen.refused(doors.httpPort, LIVE_TOTALS, { cookie, origin: 'http://evil.test' }), 403);
  equal(await Screen.refused(doors.httpPort, LIVE_TOTALS, {}), 401);
  equal(await Screen.refused(doors.httpPort, LIVE_TOTALS, { cookie: (await sitDown()).cookie }), 403);
});

test('the totals come whole at first, and again after a burst of changes: at once and once more', async () => {
  const cookie = await signIn();
  const screen = await open(LIVE_TOTALS, cookie, { origin: `http://127.0.0.1:${doors.httpPort}` });
  await screen.next();
  const earlier = promised;
  for (let n = 0; n < 200; n++) hub.totalsChanged();
  const one = await screen.next();
  const two = await screen.next();
  deepEqual([one.seq, two.seq], [2, 3]);
  equal(promised, earlier + 200);
  holds(JSON.stringify(two.event).includes(String(earlier + 200)));
});

test('whoever has signed out sees the totals no longer', async () => {
  const cookie = await signIn();
  const screen = await open(LIVE_TOTALS, cookie);
  await screen.next();
  const other = await open(LIVE_TOTALS, await signIn());
  await other.next();
  await app.fastify.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie } });
  equal(await screen.closed, 4003);
  hub.totalsChanged();
  holds(JSON.stringify((await other.next()).event).includes('totals'));
});

test('[FLW-7] the floor is for supervisors, whole at first; it ends with their session', async () => {
  equal(await Screen.refused(doors.httpPort, LIVE_FLOOR, { cookie: await signIn() }), 403);
  equal(await Screen.refused(doors.httpPort, LIVE_FLOOR, { cookie: (await sitDown()).cookie }), 403);
  const cookie = await signIn('supervisor');
  const screen = await open(LIVE_FLOOR, cookie);
  deepEqual((await screen.next()).event, { kind: 'floor', floor: shown });
  shown = { ...shown, waiting: 2 };
  floor.changed();
  deepEqual((await screen.next()).event, { kind: 'floor-changed', change: { waiting: 2 } });
  await app.fastify.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie } });
  equal(await screen.closed, 4003);
});

test('[STE-23] once the wrap-up is over, a screen that comes back hears nothing of the calls before', async () => {
  const { agent, cookie } = await sitDown();
  const screen = await open(LIVE_DESK, cookie);
  const { epoch, seq } = await screen.next();
  hub.toDesk(agent, { kind: 'withdrawn', call: 'c1', because: 'missed' });
  hub.toDesk(agent, free);
  hub.toDesk(agent, line(true));
  const back = await open(`${LIVE_DESK}?after=${epoch}.${seq}`, cookie);
  deepEqual((await back.next()).event, whole);
});
