import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@pledgeline/calls';
import type { DeskCall, FaultBody, FloorState } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import { LIMITS as MEDIA_LIMITS } from '@pledgeline/media';
import { floorView } from '../../src/distribution/floor-view.ts';
import { supervisionRoutes } from '../../src/distribution/supervision-routes.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { carrier, deskPhone, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

async function talk(line: Line, agent: AgentId) {
  const exchange = () => line.telephony().exchange();
  line.telephony().feed({ kind: 'agent-ready', agent });
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => exchange().calls.size === 1);
  const [call] = exchange().calls.keys() as Iterable<CallId>;
  if (call === undefined) throw new Error('no call came');
  for (const kind of ['picked-up', 'form-shown'] as const) line.telephony().feed({ kind, agent, call });
  await until(() => exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return { caller, call };
}

const recordsOf = ({ db }: Line) =>
  db
    .selectFrom('audit')
    .select(['actor', 'action', 'subject', 'detail'])
    .where('action', 'like', 'call.%')
    .orderBy('id')
    .execute();

const sightOf = (line: Line) => ({
  exchange: line.telephony().exchange(),
  lineNumberOf: line.telephony().lineNumberOf,
  sinceOf: (agent: AgentId) => line.telephony().desks.sinceOf(agent),
  figures: () => null,
  alarms: () => [],
});

/** Louise talks to a caller, and a supervisor sits beside her with a browser's line. */
async function room() {
  const seated: { agent: AgentId; phone: string }[] = [];
  const line = await telephonyToTry(undefined, seated);
  await addPositions(line.db);
  for (const [id, role] of [
    ['sup', 'supervisor'],
    ['off', 'office'],
  ] as const)
    await addStaff(line.db, id, [role]);
  const app = await testApp(line.db, {
    routes: (fastify) =>
      supervisionRoutes(fastify, {
        db: line.db,
        media: line.media,
        telephony: {
          exchange: () => line.telephony().exchange(),
          feed: (input) => line.telephony().feed(input),
        },
        floor: () => floorView(seats(), sightOf(line)),
      }),
  });
  const ask = (jar: Jar, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { cookie: jar.header },
      ...(payload === undefined ? {} : { payload }),
    });
  const staff = async (id: string): Promise<Jar> => {
    const token = await app.auth.createLinkToken(id);
    const reply = await ask(new Jar(), 'POST', '/api/sign-in/link', { token });
    return new Jar().take(reply.headers['set-cookie']);
  };
  const supervisor = await staff('sup');
  const seats = () => app.told.flatMap((one) => ('seated' in one ? [one.seated] : []));
  await ask(new Jar(), 'POST', '/api/seat', { code: 'CCC444', name: 'Louise' });
  await ask(supervisor, 'POST', '/api/positions/p1/take');
  for (const { agent, phone } of seats()) {
    seated.push({ agent, phone });
    line.telephony().seat({ agent, phone });
    line.media.tell({ kind: 'line-up', agent });
  }
  const [louise, boss] = seats().map(({ agent }) => agent) as [AgentId, AgentId];
  const { caller, call } = await talk(line, louise);
  const shown = (): DeskCall[] => line.events.flatMap((event) => (event.kind === 'call' ? [event.call] : []));
  return {
    line,
    seated,
    ask,
    staff,
    supervisor,
    louise,
    boss,
    call,
    caller,
    shown,
    records: () => recordsOf(line),
    say: (what: string, payload?: object) => ask(supervisor, 'POST', `/api/floor/${what}`, payload),
    end: async () => {
      await caller.close();
      await app.fastify.close();
      await line.stop();
    },
  };
}

test('[SUP-1][SUP-3] a supervisor listens, whispers, barges in and stops: the desk shows it, and each is on record', async () => {
  const { line, say, call, shown, records, louise, boss, end } = await room();
  for (const mode of ['listen', 'whisper', 'barge']) {
    const reply = await say(`calls/${call}/monitor`, { mode });
    equal(reply.statusCode, 200, reply.body);
    equal(shown().at(-1)?.supervised, mode);
    deepEqual(line.media.monitors.get(boss), { call, mode });
  }
  equal((await say('stop')).statusCode, 200);
  equal(shown().at(-1)?.supervised, null);
  equal(line.media.monitors.size, 0);
  await until(async () => (await records()).length === 4);
  const told = (await records()).map(({ actor, action, subject, detail }) => ({
    actor,
    action,
    subject,
    ...(detail as object),
  }));
  const listened = (mode: string) => ({
    actor: 'sup',
    action: 'call.monitored',
    subject: call,
    agent: louise,
    by: boss,
    mode,
  });
  deepEqual(told, [
    listened('listen'),
    listened('whisper'),
    listened('barge'),
    { actor: 'pledgeline', action: 'call.unmonitored', subject: call, by: boss },
  ]);
  await end();
});

test('[SUP-5] the floor says who is where and on which line, and nothing of a donor', async () => {
  const { ask, supervisor, say, call, louise, boss, end } = await room();
  await say(`calls/${call}/monitor`, { mode: 'whisper' });
  const reply = await ask(supervisor, 'GET', '/api/floor');
  const { agents, waiting } = reply.json<FloorState>();
  equal(waiting, 0);
  deepEqual(
    agents.map(({ agent, status }) => [agent, status]),
    [
      [boss, { kind: 'away', because: 'listening' }],
      [louise, { kind: 'talking' }],
    ],
  );
  deepEqual(agents[0]?.monitors, { call, mode: 'whisper', agent: louise });
  const { connectedAt, ...known } = agents[1]?.call ?? { connectedAt: 0 };
  deepEqual(known, { id: call, line: '110', language: 'fr', supervised: 'whisper', helpSince: null });
  equal(agents[1]?.since, connectedAt);
  equal(reply.body.includes('26191'), false);
  await end();
});

test('[SUP-2] a call is taken over: it is on the supervisor’s screen, Louise wraps up, and it is on record', async () => {
  const { line, say, call, louise, boss, caller, shown, records, end } = await room();
  await say(`calls/${call}/monitor`, { mode: 'listen' });
  equal((await say(`calls/${call}/take-over`)).statusCode, 200);
  const [over, taken] = shown().slice(-2);
  deepEqual([over?.state, over?.endedBy, over?.supervised], ['ended', 'supervisor', null]);
  deepEqual([taken?.id, taken?.state, taken?.supervised], [call, 'talking', null]);
  equal(line.media.legs.get(call), boss);
  const { agents } = line.telephony().exchange().floor;
  deepEqual([agents.get(louise)?.kind, agents.get(boss)?.kind], ['wrapping-up', 'talking']);
  const last = (await records()).findLast(({ action }) => action === 'call.taken-over');
  deepEqual([last?.actor, last?.detail], ['sup', { agent: louise, by: boss }]);
  line.telephony().feed({ kind: 'hang-up', agent: boss, call });
  await caller.hears('hung-up');
  await end();
});

test('[SUP-6] who may not is told why, nothing happens, and nothing is on record', async () => {
  const { line, ask, staff, say, call, boss, records, end } = await room();
  const faultOf = async (reply: ReturnType<typeof say>): Promise<string> =>
    (await reply).json<FaultBody>().fault;
  const listen = { mode: 'listen' };
  const office = await staff('off');
  for (const url of [`calls/${call}/monitor`, 'stop', `calls/${call}/take-over`])
    equal(await faultOf(ask(office, 'POST', `/api/floor/${url}`, listen)), 'NOT_ALLOWED');
  equal(await faultOf(ask(office, 'GET', '/api/floor')), 'NOT_ALLOWED');
  await addStaff(line.db, 'standing', ['supervisor']);
  equal(await faultOf(ask(await staff('standing'), 'POST', '/api/floor/stop')), 'NO_SEAT');
  equal(await faultOf(say(`calls/${call}/monitor`, { mode: 'shout' })), 'BAD_INPUT');
  equal(await faultOf(say('calls/none/monitor', listen)), 'NO_SUCH_CALL');
  equal(await faultOf(say('calls/none/take-over')), 'NO_SUCH_CALL');
  line.media.tell({ kind: 'line-lost', agent: boss });
  equal(await faultOf(say(`calls/${call}/monitor`, listen)), 'NO_SOUND');
  deepEqual(await records(), []);
  equal(line.media.monitors.size, 0);
  await end();
});

test('[SUP-6] where media will not have him on the call, he is on none', async () => {
  const { line, say, call, boss, end } = await room();
  line.media.lines.delete(boss);
  await say(`calls/${call}/monitor`, { mode: 'listen' });
  await until(() => line.telephony().exchange().monitors.size === 0);
  await end();
});

test('[SUP-4] after SIGKILL the supervisor is on his call, as the sound says or is made to', async () => {
  const { line, say, call, boss, louise, end } = await room();
  await say(`calls/${call}/monitor`, { mode: 'whisper' });
  await line.killAndStart();
  deepEqual(line.media.monitors.get(boss), { call, mode: 'whisper' });
  equal(line.media.asked.filter((asked) => asked === 'monitor whisper').length, 1);
  const snapshot = line.telephony().desks.snapshot(louise);
  equal(snapshot.kind === 'desk' && snapshot.call?.supervised, 'whisper');
  await line.killAndStart(() => void line.media.monitors.set(boss, { call, mode: 'barge' }));
  equal(line.media.monitors.get(boss)?.mode, 'whisper');
  await line.killAndStart(() => void line.media.monitors.delete(boss));
  equal(line.media.monitors.get(boss)?.mode, 'whisper');
  await line.killAndStart(() => void line.media.monitors.set(louise, { call, mode: 'barge' }));
  deepEqual([...line.media.monitors.keys()], [boss]);
  await end();
});

test('[SUP-4] a supervisor whose line was lost meanwhile is on no call', async () => {
  const { line, say, call, boss, end } = await room();
  await say(`calls/${call}/monitor`, { mode: 'whisper' });
  await line.killAndStart(() => void line.media.lines.delete(boss));
  equal(line.telephony().exchange().monitors.size, 0);
  equal(line.media.monitors.size, 0);
  await end();
});

test('[CAL-24] as many supervisors are let on a call as the sound bears', () => {
  equal(LIMITS.monitorsMax, MEDIA_LIMITS.monitorsMax);
});

test('[SUP-7] a supervisor at a desk phone is rung there, listens, takes over and hangs up by it', async () => {
  const { line, say, call, louise, boss, caller, records, end } = await room();
  const phone = await deskPhone('answers');
  const { exchange } = line.telephony();
  line.telephony().seat({ agent: boss, phone: phone.uri });
  await until(() => exchange().lines.has(boss) && exchange().phones.has(boss));
  equal((await say(`calls/${call}/monitor`, { mode: 'listen' })).statusCode, 200);
  deepEqual(line.media.monitors.get(boss), { call, mode: 'listen' });
  await until(() => exchange().monitors.get(boss)?.phone?.stage === 'on');
  equal((await say('stop')).statusCode, 200);
  await until(() => phone.seen('hung-up') === 1);
  equal(line.media.monitors.size, 0);
  equal((await say(`calls/${call}/take-over`)).statusCode, 200);
  await until(() => line.media.legs.get(call) === boss);
  equal(line.media.monitors.size, 0);
  deepEqual(exchange().floor.agents.get(louise)?.kind, 'wrapping-up');
  equal((await records()).filter(({ action }) => action === 'call.taken-over').length, 1);
  phone.hangUp();
  await caller.hears('hung-up');
  await phone.close();
  await end();
});

test('[SUP-7] killed while he listens at a desk phone, he still does, and his hang-up ends it', async () => {
  const { line, seated, say, call, boss, end } = await room();
  const phone = await deskPhone('answers');
  const exchange = () => line.telephony().exchange();
  for (const seat of seated) if (seat.agent === boss) seat.phone = phone.uri;
  line.telephony().seat({ agent: boss, phone: phone.uri });
  await until(() => exchange().lines.has(boss) && exchange().phones.has(boss));
  await say(`calls/${call}/monitor`, { mode: 'whisper' });
  await until(() => exchange().monitors.get(boss)?.phone?.stage === 'on');
  await line.killAndStart();
  deepEqual(line.media.monitors.get(boss), { call, mode: 'whisper' });
  phone.hangUp();
  await until(() => exchange().monitors.size === 0);
  equal(exchange().calls.get(call)?.place.kind, 'talking');
  await phone.close();
  await end();
});
