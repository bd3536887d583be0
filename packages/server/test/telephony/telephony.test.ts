import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Caller } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

function sitDownReady(line: Line): void {
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
}

/** The desk does what a browser does by itself, as soon as the offer has come. */
async function takeOffer(line: Line): Promise<CallId> {
  const call = await offered(line);
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  return call;
}

async function offered(line: Line): Promise<CallId> {
  for (;;) {
    const event = line.events.findLast((one) => one.kind === 'offered');
    if (event?.kind === 'offered') return event.call.id as CallId;
    await new Promise(setImmediate);
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

test('[TEL-1] a call comes in, is offered with its form, answered when the form is shown, and hung up by hand', async () => {
  const people = [{ firstName: 'Claire', lastName: 'Dubois' }];
  const found = { kind: 'found', phone: '+33261910001', source: 'directory', people } as unknown as Caller;
  const line = await telephonyToTry(() => Promise.resolve(found));
  const caller = await carrier(line.telephony().sipPort);
  sitDownReady(line);
  caller.invite('a');
  const call = await takeOffer(line);
  await caller.hears('answered');
  await until(() => line.events.some((event) => event.kind === 'call' && event.call.state === 'talking'));
  const snapshot = line.telephony().desks.snapshot(AGENT);
  ok(snapshot.kind === 'desk' && snapshot.call?.caller.kind === 'found');
  line.telephony().feed({ kind: 'hang-up', agent: AGENT, call });
  await caller.hears('hung-up');
  await until(async () => (await line.db.selectFrom('call_records').selectAll().execute()).length === 1);
  const [record] = await line.db.selectFrom('call_records').selectAll().execute();
  deepEqual([record?.reason, record?.withheld, record?.seating_id], ['agent', false, AGENT]);
  deepEqual(line.media.asked, ['open leg', 'bridge', 'unbridge', 'close leg']);
  await caller.close();
  await line.stop();
});

test('[TEL-14] a carrier that moves the sound is followed, and the call goes on', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  sitDownReady(line);
  caller.invite('a');
  const call = await takeOffer(line);
  await caller.hears('answered');
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  caller.moveSound('a', 41_500);
  const { sdp } = await caller.hears('modified');
  match(sdp, /m=audio 40002 RTP/);
  equal(line.media.wanted, 41_500);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  await caller.close();
  await line.stop();
});

test('[TEL-2] nobody free: it rings and waits; who comes free gets it; a caller who gives up is forgotten', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  equal((await caller.hears('progress')).status, 180);
  caller.hangUp('a');
  equal((await caller.hears('call-failed')).status, 487);
  await until(() => line.telephony().exchange().calls.size === 0);
  sitDownReady(line);
  equal(line.telephony().exchange().floor.agents.get(AGENT)?.kind, 'free');
  await caller.close();
  await line.stop();
});

test('[TEL-3] an unknown number is answered 404, a full trunk 503', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('x', '999');
  equal((await caller.hears('call-failed')).status, 404);
  for (const leg of ['a', 'b', 'c']) caller.invite(leg);
  await until(() => line.telephony().exchange().calls.size === 3);
  caller.seen.length = 0;
  caller.invite('d');
  equal((await caller.hears('call-failed')).status, 503);
  await caller.close();
  await line.stop();
});

test('[TEL-4] an INVITE from an unknown address gets silence and is counted', async () => {
  const line = await telephonyToTry();
  const stranger = createSocket('udp4');
  stranger.bind(0, '127.0.0.9');
  await once(stranger, 'listening');
  stranger.on('message', () => {
    throw new Error('a stranger was answered');
  });
  stranger.send('INVITE sip:110@127.0.0.1 SIP/2.0\r\n\r\n', line.telephony().sipPort, '127.0.0.1');
  await until(async () =>
    (await line.registry.metrics()).includes('pledgeline_sip_dropped_total{because="unknown-source"} 1'),
  );
  stranger.close();
  await line.stop();
});

test('[TEL-5] killed in mid-conversation, it takes up call, dialog, desk and caller; BYE then gets its 200', async () => {
  const line = await telephonyToTry((phone) => Promise.resolve({ kind: 'unknown', phone }));
  const caller = await carrier(line.telephony().sipPort);
  sitDownReady(line);
  caller.invite('a');
  const call = await takeOffer(line);
  await caller.hears('answered');
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  const log = readFileSync(join(line.folder, 'floor.ndjson'), 'utf8');
  ok(!log.includes('0261910001'), 'the log names nobody');
  await line.killAndStart();
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  const snapshot = line.telephony().desks.snapshot(AGENT);
  ok(snapshot.kind === 'desk' && snapshot.call?.caller.kind === 'unknown');
  equal(line.media.legs.get(call), AGENT);
  caller.hangUp('a');
  await until(() => line.telephony().exchange().calls.size === 0);
  equal(line.telephony().exchange().floor.agents.get(AGENT)?.kind, 'wrapping-up');
  await caller.close();
  await line.stop();
});

test('[TEL-7] an orderly end hangs up every call and loses no record', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  sitDownReady(line);
  caller.invite('a');
  await takeOffer(line);
  await caller.hears('answered');
  await until(() => [...line.telephony().exchange().calls.values()][0]?.signal.kind === 'acknowledged');
  const stopped = line.stop();
  await caller.hears('hung-up');
  await stopped;
  await caller.close();
});
