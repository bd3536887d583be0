import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { Registry } from 'prom-client';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { loadRoutes } from '../../src/telephony/load-routes.ts';
import { LoadWatch, openLoadWatch } from '../../src/telephony/load-watch.ts';
import { testApp } from '../testing/app.ts';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';
import { StillSound } from '../testing/sound.ts';

const log = openLog({ level: 'silent' });
const PRESSED = { delayMs: 500, soundDelayMs: 0, doorDelayMs: 0, busy: 1 };
const CALM = { delayMs: 0, soundDelayMs: 0, doorDelayMs: 0, busy: 0 };
const TIMES = [1, 2, 3, 4, 5, 6];

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

test('[TEL-100] beyond what the machine carries a call gets 503 at once and leaves nothing; the one that is on never notices', async () => {
  const line = await telephonyToTry(undefined, undefined, { callsMax: 1 });
  const caller = await carrier(line.telephony().sipPort);
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  caller.invite('a');
  await until(() => line.events.some(({ kind }) => kind === 'offered'));
  const call = [...line.telephony().exchange().calls.keys()][0] as CallId;
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await caller.hears('answered');
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');

  caller.invite('b');
  equal((await caller.hears('call-failed')).status, 503);
  deepEqual(line.media.asked, ['open leg', 'bridge']);
  deepEqual([...line.telephony().exchange().calls.keys()], [call]);
  deepEqual(line.load.state().shed, { 'machine-full': 1, 'trunk-over-share': 0, 'machine-busy': 0 });
  match(await line.registry.metrics(), /pledgeline_calls_shed_total\{because="machine-full"\} 1/);

  caller.moveSound('a', 41_500);
  await caller.hears('modified');
  caller.hangUp('a');
  await until(() => line.telephony().exchange().calls.size === 0);
  caller.seen.length = 0;
  caller.invite('c');
  equal((await caller.hears('progress')).status, 180);
  await caller.close();
  await line.stop();
});

test('[TEL-101] a machine with its hands full takes some calls, tells the rest 503, and recovers', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  for (const _ of TIMES) line.load.told(PRESSED);
  equal(line.load.state().shedding, true);
  caller.invite('a');
  await until(() => line.telephony().exchange().calls.size === 1);
  const asked = { trunk: 't', onTrunk: 1, calls: 1, trunks: 1 };
  while (line.load.weigh(asked) === 'carry');
  caller.invite('b');
  equal((await caller.hears('call-failed')).status, 503);
  match(await line.registry.metrics(), /pledgeline_shedding 1/);
  for (const _ of TIMES) line.load.told(CALM);
  caller.invite('c');
  await until(() => line.telephony().exchange().calls.size === 2);
  await caller.close();
  await line.stop();
});

test('[TEL-102] operators see how much the machine carries and what it turned away, nobody else does', async () => {
  const line = await telephonyToTry(undefined, undefined, { callsMax: 7 });
  let actor: Actor = NOBODY;
  const app = await testApp(line.db, {
    routes: (fastify) => loadRoutes(fastify, { load: line.load, calls: () => 3 }),
    deps: { whoIs: async () => actor },
  });
  const ask = () => app.fastify.inject({ method: 'GET', url: '/api/load' });
  equal((await ask()).statusCode, 401);
  for (const role of ['volunteer', 'supervisor', 'office'] as const) {
    actor = { kind: 'staff', id: role, name: role, roles: [role], seat: null };
    equal((await ask()).statusCode, 403);
  }
  actor = { kind: 'staff', id: 'o', name: 'o', roles: ['operator'], seat: null };
  line.load.told({ delayMs: 3.1, soundDelayMs: 0.7, doorDelayMs: 0.4, busy: 0.25 });
  deepEqual((await ask()).json(), {
    calls: 3,
    callsMax: 7,
    shedding: false,
    shed: { 'machine-full': 0, 'trunk-over-share': 0, 'machine-busy': 0 },
    delayMs: 3.1,
    soundDelayMs: 0.7,
    doorDelayMs: 0.4,
    busy: 0.25,
  });
  await app.fastify.close();
  await line.stop();
});

const openWatch = (askSound: () => Promise<unknown>): LoadWatch =>
  new LoadWatch({ callsMax: 1, clock: steadyClock(), registry: new Registry(), log, askSound });

test('[TEL-103] a sound that owes an answer is late from look to look', async () => {
  const first = Promise.withResolvers<undefined>();
  let asked = 0;
  const watch = openWatch(async () => {
    asked += 1;
    await (asked === 1 ? first.promise : null);
  });
  await until(() => watch.state().soundDelayMs > 100);
  first.resolve(undefined);
  await until(() => watch.state().soundDelayMs < 100);
  watch.stop();
});

test('[TEL-103] a message that waits at the door is late from look to look', async () => {
  const heard = Promise.withResolvers<undefined>();
  const watch = openWatch(async () => null);
  watch.watchDoor(() => heard.promise);
  await until(() => watch.state().doorDelayMs > 100);
  heard.resolve(undefined);
  watch.watchDoor(async () => undefined);
  await until(() => watch.state().doorDelayMs < 100);
  watch.stop();
});

test('[TEL-103] no more calls are carried than there are ports for their sound', () => {
  const open = (last: number) =>
    openLoadWatch({
      callsMax: 100,
      rtpPorts: { first: 30_000, last },
      clock: steadyClock(),
      registry: new Registry(),
      log,
      media: Object.assign(new StillSound(), { there: true }),
    });
  for (const [last, callsMax] of [
    [30_039, 20],
    [31_999, 100],
  ] as const) {
    const watch = open(last);
    equal(watch.state().callsMax, callsMax);
    watch.stop();
  }
});

test('[TEL-104] what the line holds is counted, and without calls it is nothing', async () => {
  const line = await telephonyToTry(undefined, []);
  const held = async (): Promise<Map<string, number>> => {
    const metrics = await line.registry.metrics();
    const rows = [...metrics.matchAll(/^pledgeline_held\{what="(\w+)"\} (\d+)$/gm)];
    return new Map(rows.map(([, what = '', count]) => [what, Number(count)]));
  };
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await caller.hears('progress');
  const during = await held();
  for (const what of ['calls', 'waiting', 'sip_legs', 'sip_transactions', 'sip_timers', 'legs', 'callers'])
    equal((during.get(what) ?? 0) > 0, true, what);
  equal(during.get('media_legs'), 1);
  caller.hangUp('a');
  await caller.hears('call-failed');
  await until(() => line.telephony().exchange().calls.size === 0);
  const after = await held();
  for (const what of ['calls', 'waiting', 'legs', 'callers', 'media_legs', 'exchange_timers', 'seats'])
    equal(after.get(what), 0, what);
  await caller.close();
  await line.stop();
});
