import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import * as contract from '@pledgeline/contract';
import type { FaultBody, FloorState, HandOverTargets, Position, Sharing } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import type { SeatHeld } from '../../src/access/actor.ts';
import { floorView } from '../../src/distribution/floor-view.ts';
import { handOverRoutes } from '../../src/distribution/hand-over-routes.ts';
import { supervisionRoutes } from '../../src/distribution/supervision-routes.ts';
import { sharingRoutes } from '../../src/sites/routes.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

/** The house as far as supervisors and desks ask for it. */
const house = (line: Line, seats: readonly SeatHeld[]) =>
  testApp(line.db, {
    routes(fastify) {
      const telephony = {
        exchange: () => line.telephony().exchange(),
        feed: (input: Parameters<ReturnType<Line['telephony']>['feed']>[0]) => line.telephony().feed(input),
      };
      const floor = () =>
        floorView(seats, {
          exchange: line.telephony().exchange(),
          lineNumberOf: line.telephony().lineNumberOf,
          sinceOf: (agent: AgentId) => line.telephony().desks.sinceOf(agent),
          figures: () => null,
          alarms: () => [{ kind: 'trunk-down', of: 'Carrier', since: 1 }],
        });
      supervisionRoutes(fastify, { db: line.db, media: line.media, telephony, floor });
      handOverRoutes(fastify, { db: line.db, outside: { campaign: () => null }, telephony });
    },
  });

/** Louise at Caen and Max at Lyon each talk to a caller; Lyon is another firm's, and has a supervisor of its own. */
async function twoSites() {
  const seated: SeatHeld[] = [];
  const line = await telephonyToTry(undefined, seated);
  const { db } = line;
  await addPositions(db);
  await db.insertInto('sites').values({ id: 'lyon', name: 'Lyon', outsourced: true }).execute();
  const positions = ['DDD444', 'EEE333'].map((code, n) => ({
    id: `l${n + 1}`,
    site_id: 'lyon',
    number: n + 1,
    code,
    code_expires_at: null,
  }));
  await db.insertInto('positions').values(positions).execute();
  await addStaff(db, 'boss', ['site-supervisor']);
  await db.updateTable('staff').set({ site_id: 'lyon' }).where('id', '=', 'boss').execute();
  const app = await house(line, seated);
  const ask = (jar: Jar, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.fastify.inject({ method, url, headers: { cookie: jar.header }, ...(payload && { payload }) });
  const sit = async (code: string, name: string) =>
    new Jar().take((await ask(new Jar(), 'POST', '/api/seat', { code, name })).headers['set-cookie']);
  const jars = { louise: await sit('AAA333', 'Louise'), max: await sit('DDD444', 'Max') };
  const token = await app.auth.createLinkToken('boss');
  const signedIn = await ask(new Jar(), 'POST', '/api/sign-in/link', { token });
  const boss = new Jar().take(signedIn.headers['set-cookie']);
  equal((await ask(boss, 'POST', '/api/positions/l2/take')).statusCode, 200);
  for (const one of app.told)
    if ('seated' in one) {
      seated.push(one.seated);
      line.telephony().seat(one.seated);
      line.media.tell({ kind: 'line-up', agent: one.seated.agent });
    }
  const caller = await carrier(line.telephony().sipPort);
  const talk = async (agent: AgentId, leg: string): Promise<CallId> => {
    const { exchange } = { exchange: () => line.telephony().exchange() };
    const known = new Set(exchange().calls.keys());
    line.telephony().feed({ kind: 'agent-ready', agent });
    caller.invite(leg);
    await until(() => exchange().calls.size > known.size);
    const call = [...exchange().calls.keys()].find((id) => !known.has(id)) as CallId;
    for (const kind of ['picked-up', 'form-shown'] as const) line.telephony().feed({ kind, agent, call });
    await until(() => exchange().calls.get(call)?.signal.kind === 'acknowledged');
    return call;
  };
  const [louise, max] = seated.map(({ agent }) => agent) as [AgentId, AgentId];
  const calls = { caen: await talk(louise, 'a'), lyon: await talk(max, 'b') };
  const end = async (): Promise<void> => {
    await caller.close();
    await app.fastify.close();
    await line.stop();
  };
  return { line, ask, boss, jars, louise, max, calls, end };
}

const faultIn = ({ body }: { readonly body: string }): string => (JSON.parse(body) as FaultBody).fault;

test('[STE-20] a supervisor of one site sees, hears, frees and takes what is there, and nothing else', async () => {
  const { line, ask, boss, calls, end } = await twoSites();
  const positions = (await ask(boss, 'GET', '/api/positions')).json<{ positions: Position[] }>().positions;
  deepEqual(
    positions.map(({ id }) => id),
    ['l1', 'l2'],
  );
  const floor = await ask(boss, 'GET', '/api/floor');
  deepEqual(
    floor.json<FloorState>().agents.map(({ name }) => name),
    ['Max', 'Staff boss'],
  );
  for (const other of ['Louise', calls.caen, 'Carrier']) equal(floor.body.includes(other), false, other);
  for (const [url, payload] of [
    [`/api/floor/calls/${calls.caen}/monitor`, { mode: 'listen' }],
    [`/api/floor/calls/${calls.caen}/take-over`, undefined],
  ] as const)
    equal(faultIn(await ask(boss, 'POST', url, payload)), 'NO_SUCH_CALL', url);
  for (const what of ['free', 'take'])
    equal(faultIn(await ask(boss, 'POST', `/api/positions/p1/${what}`)), 'NOT_FOUND', what);
  equal(line.telephony().exchange().monitors.size, 0);
  const heard = await ask(boss, 'POST', `/api/floor/calls/${calls.lyon}/monitor`, { mode: 'whisper' });
  equal(heard.statusCode, 200, heard.body);
  deepEqual(
    [...line.telephony().exchange().monitors.values()].map(({ call, only }) => [call, only]),
    [[calls.lyon, 'lyon']],
  );
  const taken = await ask(boss, 'POST', `/api/floor/calls/${calls.lyon}/take-over`);
  equal(taken.statusCode, 200, taken.body);
  await end();
});

test('[STE-21] what such a supervisor may ask for is this, and nothing else: no donor, no total, no setting', () => {
  const open = Object.values(contract).flatMap((one) => {
    const isEndpoint = typeof one === 'object' && 'roles' in one && 'path' in one;
    const roles = isEndpoint && one.roles !== 'everyone' ? (one.roles as readonly string[]) : [];
    return isEndpoint && roles.includes('site-supervisor') ? [`${one.method} ${one.path}`] : [];
  });
  deepEqual(open.toSorted(), [
    'GET /api/floor',
    'GET /api/positions',
    'POST /api/floor/calls/:call/monitor',
    'POST /api/floor/calls/:call/take-over',
    'POST /api/floor/stop',
    'POST /api/positions/:id/free',
    'POST /api/positions/:id/take',
  ]);
});

test('[STE-21] whoever is bound to a site is nothing else, whatever else he was given', async () => {
  const { line, ask, boss, end } = await twoSites();
  const roles = JSON.stringify(['site-supervisor', 'supervisor', 'office', 'operator']);
  await line.db.updateTable('staff').set({ roles }).where('id', '=', 'boss').execute();
  deepEqual((await ask(boss, 'GET', '/api/me')).json<contract.Me>().person?.roles, [
    'site-supervisor',
    'volunteer',
  ]);
  await line.db.updateTable('staff').set({ roles: '["supervisor"]' }).where('id', '=', 'boss').execute();
  equal(faultIn(await ask(boss, 'GET', '/api/floor')), 'NOT_ALLOWED');
  await line.db
    .updateTable('staff')
    .set({ roles: '["site-supervisor"]', site_id: null })
    .where('id', '=', 'boss')
    .execute();
  deepEqual((await ask(boss, 'GET', '/api/floor')).json<FloorState>().agents, [], 'bound, to nothing');
  await end();
});

test('[STE-22] people of another firm hand calls over among themselves, and know of nobody elsewhere', async () => {
  const { line, ask, jars, louise, max, calls, end } = await twoSites();
  const nameOf = async (jar: Jar) =>
    (await ask(jar, 'GET', '/api/desk/hand-over')).json<HandOverTargets>().people.map(({ name }) => name);
  const [boss] = [...line.telephony().exchange().floor.agents.keys()].filter(
    (id) => ![louise, max].includes(id),
  );
  line.telephony().feed({ kind: 'agent-ready', agent: boss as AgentId });
  deepEqual(await nameOf(jars.max), ['Staff boss']);
  line.telephony().feed({ kind: 'hang-up', agent: louise, call: calls.caen });
  line.telephony().feed({ kind: 'wrapped-up', agent: louise });
  deepEqual(await nameOf(jars.max), ['Staff boss'], 'Louise is free, and of another site');
  const to = { to: { kind: 'agent', agent: louise } };
  equal(faultIn(await ask(jars.max, 'POST', `/api/desk/calls/${calls.lyon}/hand-over`, to)), 'NOT_FREE');
  const other = { with: { kind: 'agent', agent: louise } };
  equal(faultIn(await ask(jars.max, 'POST', `/api/desk/calls/${calls.lyon}/consult`, other)), 'NOT_FREE');
  await end();
});

test('[STE-24] who supervises one site is made with a link that is said once, and ended at once', async () => {
  const line = await telephonyToTry(undefined, []);
  await addPositions(line.db);
  await addStaff(line.db, 'room', ['supervisor']);
  const unseated: AgentId[] = [];
  const app = await testApp(line.db, {
    routes: (fastify) =>
      sharingRoutes(fastify, {
        db: line.db,
        onRules: async () => undefined,
        createLinkToken: (staff) => app.auth.createLinkToken(staff),
        onUnseated: (agent) => void unseated.push(agent),
      }),
  });
  const ask = (jar: Jar, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.fastify.inject({ method, url, headers: { cookie: jar.header }, ...(payload && { payload }) });
  const signIn = async (token: string): Promise<Jar> =>
    new Jar().take((await ask(new Jar(), 'POST', '/api/sign-in/link', { token })).headers['set-cookie']);
  const room = await signIn(await app.auth.createLinkToken('room'));
  const made = await ask(room, 'POST', '/api/sharing/sites/caen/supervisors', { name: 'Nadia' });
  equal(made.statusCode, 200, made.body);
  const { token, sharing } = made.json<{ token: string; sharing: Sharing }>();
  const [nadia] = sharing.sites[0]?.supervisors ?? [];
  equal(nadia?.name, 'Nadia');
  const again = await ask(room, 'POST', `/api/sharing/supervisors/${nadia?.id}/link`);
  equal(
    faultIn(await ask(new Jar(), 'POST', '/api/sign-in/link', { token })),
    'LINK_USED',
    'the newer one holds',
  );
  const jar = await signIn(again.json<{ token: string }>().token);
  equal((await ask(jar, 'POST', '/api/positions/p1/take')).statusCode, 200);
  equal(faultIn(await ask(jar, 'GET', '/api/sharing')), 'NOT_ALLOWED');
  const gone = await ask(room, 'DELETE', `/api/sharing/supervisors/${nadia?.id}`);
  deepEqual(gone.json<Sharing>().sites[0]?.supervisors, []);
  equal(unseated.length, 1);
  equal(faultIn(await ask(jar, 'GET', '/api/positions')), 'NOT_SIGNED_IN');
  for (const url of [`/api/sharing/supervisors/${nadia?.id}`, '/api/sharing/supervisors/room'])
    equal(faultIn(await ask(room, 'DELETE', url)), 'NOT_FOUND', 'and nobody else is ended here');
  equal(faultIn(await ask(room, 'POST', '/api/sharing/sites/no/supervisors', { name: 'N' })), 'NOT_FOUND');
  equal(faultIn(await ask(room, 'POST', '/api/sharing/supervisors/room/link')), 'NOT_FOUND');
  await app.fastify.close();
  await line.stop();
});
