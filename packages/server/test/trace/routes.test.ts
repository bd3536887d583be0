import { deepEqual, doesNotMatch, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role, TraceCalls, TraceLadder, TraceRefusals } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { traceRoutes, type TraceRoutesDeps } from '../../src/trace/routes.ts';
import { testApp } from '../testing/app.ts';
import { AGENT, carrier, deskPhone, telephonyToTry } from '../testing/telephony.ts';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;
const NUMBER = '0261910001';
const HEADS = 'INVITE,100,180,200,ACK,BYE,200';

let line: Line;
let actor: Actor = NOBODY;
let traced: TraceRoutesDeps;
let app: Awaited<ReturnType<typeof testApp>>;

before(async () => {
  line = await telephonyToTry();
  const deps: TraceRoutesDeps = {
    get trace() {
      return traced.trace;
    },
    exchange: () => traced.exchange(),
  };
  app = await testApp(line.db, {
    routes: (fastify) => traceRoutes(fastify, deps),
    deps: { whoIs: async () => actor },
  });
});
after(async () => {
  await app.fastify.close();
  await line.stop();
});

const withRole = (role: Role): Actor => ({ kind: 'staff', id: role, name: role, roles: [role], seat: null });

async function ask(path = '') {
  const reply = await app.fastify.inject({ method: 'GET', url: `/api/trace${path}` });
  return { status: reply.statusCode, text: reply.body };
}

const list = async (): Promise<TraceCalls> => JSON.parse((await ask()).text) as TraceCalls;
const ladder = async (call: string): Promise<TraceLadder> =>
  JSON.parse((await ask(`/calls/${call}`)).text) as TraceLadder;
const refusals = async (): Promise<TraceRefusals> =>
  JSON.parse((await ask('/refusals')).text) as TraceRefusals;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

/** Each once: on a busy machine something is said again. */
const messagesWith = ({ steps }: TraceLadder, party: 'carrier' | 'phone'): string =>
  steps
    .flatMap((step) =>
      step.kind === 'message' && step.with === party && !step.again ? [step.status ?? step.method] : [],
    )
    .join();
const signalsIn = ({ steps }: TraceLadder): string =>
  steps.flatMap((step) => (step.kind === 'desk' ? [step.signal] : [])).join();

async function talk(on: Line): Promise<{ call: CallId; caller: Awaited<ReturnType<typeof carrier>> }> {
  const caller = await carrier(on.telephony().sipPort);
  on.media.tell({ kind: 'line-up', agent: AGENT });
  on.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  caller.invite('a', '110', NUMBER);
  await until(() => on.events.some((event) => event.kind === 'offered'));
  const event = on.events.findLast((one) => one.kind === 'offered');
  const call = (event?.kind === 'offered' ? event.call.id : '') as CallId;
  on.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  on.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await caller.hears('answered');
  await until(() => on.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return { call, caller };
}

test('[TRACE-8] operators see the trace, nobody else does', async () => {
  traced = { trace: line.trace(), exchange: () => line.telephony().exchange() };
  for (const path of ['', '/calls/x', '/refusals']) {
    actor = NOBODY;
    equal((await ask(path)).status, 401);
    for (const role of ['supervisor', 'office', 'volunteer'] as const) {
      actor = withRole(role);
      equal((await ask(path)).status, 403, `${role} ${path}`);
    }
  }
  actor = withRole('operator');
  deepEqual(await list(), { on: true, calls: [] });
  equal((await ask('/calls/x')).status, 404);
});

test('[TRACE-1] [TRACE-3] a call over the real port: its ladder, its state, and nothing of the caller but two digits', async () => {
  traced = { trace: line.trace(), exchange: () => line.telephony().exchange() };
  actor = withRole('operator');
  const { call, caller } = await talk(line);
  const [on] = (await list()).calls;
  deepEqual([on?.id, on?.state, on?.line, on?.trunk, on?.callerEnds], [call, 'talking', '110', 'T', '01']);
  caller.invite('b', '999', NUMBER);
  equal((await caller.hears('call-failed')).status, 404);
  caller.hangUp('a');
  await until(() => line.telephony().exchange().calls.size === 0);
  const body = await ladder(call);
  equal(messagesWith(body, 'carrier'), HEADS);
  equal(signalsIn(body), 'offered,picked-up,form-shown');
  const names = body.steps.flatMap((step) => (step.kind === 'message' && !step.again ? [step.reason] : []));
  deepEqual(names.slice(0, 4), [null, 'Trying', 'Ringing', 'OK']);
  equal(body.call.state, 'ended');
  const refused = (await list()).calls.find(({ state }) => state === 'refused');
  deepEqual([refused?.refusedWith, refused?.line, refused?.trunk], [404, null, 'T']);
  deepEqual(
    (await refusals()).refusals.map(({ status, method, times }) => [status, method, times]),
    [[404, 'INVITE', 1]],
  );
  for (const path of ['', `/calls/${call}`, '/refusals'])
    doesNotMatch((await ask(path)).text, /261910|619100|910001/);
  await caller.close();
});

test('[TRACE-5] a stranger who knocks is listed by address', async () => {
  traced = { trace: line.trace(), exchange: () => line.telephony().exchange() };
  actor = withRole('operator');
  const stranger = await carrier(line.telephony().sipPort, '127.0.0.9');
  stranger.invite('x');
  await until(() =>
    line
      .trace()
      .refusals()
      .some(({ because }) => because === 'unknown-source'),
  );
  const [first] = (await refusals()).refusals;
  deepEqual(
    [first?.because, first?.peer?.split(':')[0], first?.transport],
    ['unknown-source', '127.0.0.9', 'udp'],
  );
  await stranger.close();
});

test('[TRACE-7] a server that was killed sees the rest of a call; switched off, there is nothing', async () => {
  actor = withRole('operator');
  const other = await telephonyToTry();
  traced = { trace: other.trace(), exchange: () => other.telephony().exchange() };
  const { call, caller } = await talk(other);
  await other.killAndStart();
  traced = { trace: other.trace(), exchange: () => other.telephony().exchange() };
  caller.hangUp('a');
  await until(() => other.telephony().exchange().calls.size === 0);
  const body = await ladder(call);
  equal(messagesWith(body, 'carrier'), 'BYE,200');
  deepEqual([body.call.line, body.call.trunk, body.call.callerEnds], ['110', 'T', null]);
  traced = { ...traced, trace: null };
  deepEqual(await list(), { on: false, calls: [] });
  equal((await ask(`/calls/${call}`)).status, 404);
  deepEqual(await refusals(), { refusals: [] });
  await caller.close();
  await other.stop();
});

test('[TRACE-1] a desk phone’s leg stands in the ladder of its call', async () => {
  actor = withRole('operator');
  const phone = await deskPhone('answers');
  const other = await telephonyToTry(undefined, [{ agent: AGENT, phone: phone.uri }]);
  traced = { trace: other.trace(), exchange: () => other.telephony().exchange() };
  await until(() => other.telephony().exchange().lines.has(AGENT));
  const { call, caller } = await talk(other);
  phone.hangUp();
  await until(() => other.telephony().exchange().calls.size === 0);
  const body = await ladder(call);
  equal(messagesWith(body, 'phone').replace('INVITE,100,', 'INVITE,'), 'INVITE,200,ACK,BYE,200');
  equal(body.call.hasPhone, true);
  await caller.close();
  await phone.close();
  await other.stop();
});

test('[TRACE-1] a caller who hears that the line is closed is seen while he does', async (t) => {
  const closed = await telephonyToTry();
  t.after(() => closed.stop());
  traced = { trace: closed.trace(), exchange: () => closed.telephony().exchange() };
  actor = withRole('operator');
  await closed.db.updateTable('campaigns').set({ closed_at: new Date() }).execute();
  await closed.telephony().takeUpHours();
  const caller = await carrier(closed.telephony().sipPort);
  t.after(() => caller.close());
  caller.invite('a', '110', NUMBER);
  await until(() => closed.media.asked.includes('play closed-fr'));
  equal((await list()).calls[0]?.state, 'announced');
  caller.hangUp('a');
  await until(() => closed.telephony().exchange().announced.size === 0);
  equal((await list()).calls[0]?.state, 'ended');
});
