import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskCall, FaultBody, HandOverTargets } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import { handOverRoutes } from '../../src/distribution/hand-over-routes.ts';
import { addPositions, Jar, testApp } from '../testing/app.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const recordsOf = ({ db }: Awaited<ReturnType<typeof telephonyToTry>>) =>
  db
    .selectFrom('audit')
    .select(['actor', 'action', 'subject', 'detail'])
    .where('action', 'like', 'call.%')
    .orderBy('id')
    .execute();

/** Louise talks to a caller, and Jean is free beside her. */
async function room() {
  const seated: { agent: AgentId; phone: string; name: string; positionNumber: number }[] = [];
  const line = await telephonyToTry(undefined, seated);
  await addPositions(line.db);
  const { telephony } = line;
  const app = await testApp(line.db, {
    routes: (fastify) =>
      handOverRoutes(fastify, {
        db: line.db,
        outside: { campaign: () => null },
        telephony: {
          exchange: () => telephony().exchange(),
          feed: (input) => telephony().feed(input),
        },
      }),
  });
  const ask = (jar: Jar, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { cookie: jar.header },
      ...(payload === undefined ? {} : { payload }),
    });
  const sit = async (code: string, name: string) => {
    const reply = await ask(new Jar(), 'POST', '/api/seat', { code, name });
    equal(reply.statusCode, 200, reply.body);
    return new Jar().take(reply.headers['set-cookie']);
  };
  const jars = { louise: await sit('CCC444', 'Louise'), jean: await sit('AAA333', 'Jean') };
  for (const one of app.told)
    if ('seated' in one) {
      seated.push({ ...one.seated });
      telephony().seat(one.seated);
      line.media.tell({ kind: 'line-up', agent: one.seated.agent });
    }
  const [louise, jean] = seated.map(({ agent }) => agent) as [AgentId, AgentId];
  telephony().feed({ kind: 'agent-ready', agent: louise });
  const caller = await carrier(telephony().sipPort);
  caller.invite('a');
  await until(() => telephony().exchange().calls.size === 1);
  const [call] = telephony().exchange().calls.keys() as Iterable<CallId>;
  if (call === undefined) throw new Error('no call came');
  for (const kind of ['picked-up', 'form-shown'] as const) telephony().feed({ kind, agent: louise, call });
  await until(() => telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  telephony().feed({ kind: 'agent-ready', agent: jean });
  line.media.asked.splice(0);
  line.events.splice(0);
  return {
    line,
    louise,
    jean,
    call,
    jars,
    ask,
    say: (who: keyof typeof jars, what: string, payload?: object) =>
      ask(jars[who], 'POST', `/api/desk/calls/${call}/${what}`, payload),
    status: (agent: AgentId) => telephony().exchange().floor.agents.get(agent)?.kind,
    shown: (): DeskCall[] =>
      line.events.flatMap((event) => (event.kind === 'call' || event.kind === 'offered' ? [event.call] : [])),
    records: () => recordsOf(line),
    end: async () => {
      await caller.close();
      await app.fastify.close();
      await line.stop();
    },
  };
}

const toAgent = (agent: AgentId) => ({ to: { kind: 'agent', agent } });
const withAgent = (agent: AgentId) => ({ with: { kind: 'agent', agent } });

test('[TEL-120][TEL-122] a call is handed to somebody who is free: offered there, answered there, and on record', async () => {
  const { line, say, ask, jars, louise, jean, call, status, shown, records, end } = await room();
  const targets = (await ask(jars.louise, 'GET', '/api/desk/hand-over')).json<HandOverTargets>();
  deepEqual(
    targets.people.map(({ agent, name }) => [agent, name]),
    [[jean, 'Jean']],
  );
  deepEqual(targets.lines, [{ line: 'l', number: '110', language: 'fr' }]);
  deepEqual(targets.outside, []);
  equal((await say('louise', 'hand-over', toAgent(jean))).statusCode, 200);
  deepEqual([status(louise), status(jean)], ['wrapping-up', 'offered']);
  const [over, offered] = shown();
  deepEqual([over?.endedBy, offered?.state, offered?.id], ['handed-over', 'offered', call]);
  for (const kind of ['picked-up', 'form-shown'] as const) line.telephony().feed({ kind, agent: jean, call });
  equal(line.media.legs.get(call), jean);
  equal(status(jean), 'talking');
  const [{ actor, action, subject, detail } = { actor: '', action: '', subject: '', detail: {} }] =
    await records();
  deepEqual([actor, action, subject], [louise, 'call.handed-over', call]);
  deepEqual(detail, { by: louise, to: jean });
  await end();
});

test('[TEL-120] handed to a line, it waits for the next who is free', async () => {
  const { line, say, louise, jean, call, status, end } = await room();
  line.telephony().feed({ kind: 'agent-away', agent: jean, because: 'chosen' });
  equal((await say('louise', 'hand-over', { to: { kind: 'line', line: 'l' } })).statusCode, 200);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'waiting');
  ok(line.media.asked.includes('play hold-fr'));
  line.telephony().feed({ kind: 'agent-ready', agent: jean });
  deepEqual([status(louise), status(jean)], ['wrapping-up', 'offered']);
  await end();
});

test('[TEL-123][TEL-124] spoken about first: both screens say who and how; three talk; completed', async () => {
  const { line, say, louise, jean, call, status, shown, records, end } = await room();
  equal((await say('louise', 'consult', withAgent(jean))).statusCode, 200);
  const [asked, asks] = shown();
  deepEqual(
    [asked?.state, asked?.consultation?.role, asked?.consultation?.name],
    ['offered', 'asked', 'Louise'],
  );
  deepEqual(
    [asks?.state, asks?.consultation],
    [
      'talking',
      { role: 'asks', stage: 'ringing', name: 'Jean', positionNumber: asks?.consultation?.positionNumber },
    ],
  );
  line.telephony().feed({ kind: 'picked-up', agent: jean, call });
  deepEqual(
    shown()
      .slice(-2)
      .map(({ state, consultation }) => [state, consultation?.role, consultation?.stage]),
    [
      ['talking', 'asks', 'speaking'],
      ['talking', 'asked', 'speaking'],
    ],
  );
  equal((await say('louise', 'together')).statusCode, 200);
  deepEqual(line.media.asked, [
    'unbridge',
    'play hold-fr',
    'consult',
    'unconsult',
    'bridge',
    'monitor barge',
  ]);
  deepEqual(line.media.monitors.get(jean), { call, mode: 'barge' });
  equal((await say('louise', 'complete')).statusCode, 200);
  equal(line.media.legs.get(call), jean);
  equal(line.media.monitors.size, 0);
  deepEqual([status(louise), status(jean)], ['wrapping-up', 'talking']);
  const [over, talks] = shown().slice(-2);
  deepEqual([over?.endedBy, over?.consultation], ['handed-over', null]);
  deepEqual([talks?.state, talks?.consultation], ['talking', null]);
  deepEqual(
    (await records()).map(({ action }) => action),
    ['call.consulted', 'call.talked-together', 'call.completed'],
  );
  await end();
});

test('[TEL-123] taken back by the one, hung up by the other: the caller is there, and the other desk is empty', async () => {
  const { line, say, louise, jean, call, status, end } = await room();
  for (const back of [
    () => say('louise', 'take-back'),
    async () => line.telephony().feed({ kind: 'hang-up', agent: jean, call }),
  ]) {
    await say('louise', 'consult', withAgent(jean));
    line.telephony().feed({ kind: 'picked-up', agent: jean, call });
    await back();
    deepEqual(
      line.events.findLast(({ kind }) => kind === 'withdrawn'),
      {
        kind: 'withdrawn',
        call,
        because: 'taken-back',
      },
    );
    equal(line.media.legs.get(call), louise);
    deepEqual([status(louise), status(jean)], ['talking', 'free']);
  }
  await end();
});

test('[TEL-121] who may not is told why, nothing happens, and nothing is on record', async () => {
  const { line, ask, say, louise, jean, call, status, records, end } = await room();
  const faultOf = async (reply: ReturnType<typeof say>): Promise<string> =>
    (await reply).json<FaultBody>().fault;
  const path = `/api/desk/calls/${call}`;
  equal(await faultOf(ask(new Jar(), 'POST', `${path}/hand-over`, toAgent(jean))), 'NOT_SIGNED_IN');
  equal(await faultOf(ask(new Jar(), 'GET', '/api/desk/hand-over')), 'NOT_SIGNED_IN');
  equal(await faultOf(say('louise', 'hand-over', { to: 'everybody' })), 'BAD_INPUT');
  equal(await faultOf(say('jean', 'hand-over', toAgent(louise))), 'NO_SUCH_CALL');
  equal(await faultOf(say('louise', 'hand-over', toAgent(louise))), 'NOT_FREE');
  equal(await faultOf(say('louise', 'hand-over', { to: { kind: 'line', line: 'none' } })), 'LINE_CLOSED');
  equal(await faultOf(say('louise', 'hand-over', { to: { kind: 'outside', to: 'x' } })), 'NOT_FREE');
  equal(await faultOf(say('louise', 'consult', { with: { kind: 'line', line: 'l' } })), 'BAD_INPUT');
  for (const what of ['together', 'complete', 'take-back'])
    equal(await faultOf(say('louise', what)), 'NOT_CONSULTING');
  await line.db.updateTable('campaigns').set({ open: false }).execute();
  equal(await faultOf(say('louise', 'hand-over', { to: { kind: 'line', line: 'l' } })), 'LINE_CLOSED');
  line.telephony().feed({ kind: 'agent-away', agent: jean, because: 'chosen' });
  equal(await faultOf(say('louise', 'consult', withAgent(jean))), 'NOT_FREE');
  deepEqual([status(louise), status(jean)], ['talking', 'away']);
  deepEqual(await records(), []);
  line.telephony().feed({ kind: 'agent-ready', agent: jean });
  equal((await say('louise', 'consult', withAgent(jean))).statusCode, 200);
  equal(await faultOf(say('louise', 'hand-over', { to: { kind: 'line', line: 'l' } })), 'CONSULTING');
  equal(await faultOf(say('louise', 'complete')), 'NOT_CONSULTING');
  await end();
});

test('[TEL-125] killed in the middle of a consultation, it goes on by sound and on the screens', async () => {
  const { line, say, louise, jean, call, status, end } = await room();
  await say('louise', 'consult', withAgent(jean));
  line.telephony().feed({ kind: 'picked-up', agent: jean, call });
  line.media.asked.splice(0);
  await line.killAndStart();
  deepEqual([status(louise), status(jean)], ['talking', 'consulted']);
  deepEqual(
    line.media.asked.filter((what) => ['bridge', 'consult', 'unbridge'].includes(what)),
    ['consult'],
  );
  const desk = line.telephony().desks.snapshot(jean);
  ok(desk.kind === 'desk');
  deepEqual(desk.call?.consultation?.name, 'Louise');
  equal((await say('louise', 'complete')).statusCode, 200);
  equal(line.media.legs.get(call), jean);
  deepEqual([status(louise), status(jean)], ['wrapping-up', 'talking']);
  await end();
});

test('[TEL-124] whose line is missing has lost it, and the caller is with the other one', async () => {
  const { line, say, louise, jean, call, status, end } = await room();
  line.media.lines.delete(jean);
  await say('louise', 'consult', withAgent(jean));
  line.telephony().feed({ kind: 'picked-up', agent: jean, call });
  await until(() => status(jean) === 'away');
  equal(status(louise), 'talking');
  equal(line.media.legs.get(call), louise);
  await end();
});
