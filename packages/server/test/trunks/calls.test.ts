import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

/** A conversation over the trunk `t`. */
async function talking(line: Line) {
  const caller = await carrier(line.telephony().sipPort);
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  caller.invite('a');
  await until(() => line.events.some((event) => event.kind === 'offered'));
  const offered = line.events.find((event) => event.kind === 'offered');
  const call = (offered?.kind === 'offered' ? offered.call.id : '') as CallId;
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await caller.hears('answered');
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return { caller, call };
}

test('[TRUNK-5] the trunk of a conversation is removed: it goes on to its end, and no new call comes', async () => {
  const line = await telephonyToTry();
  const { caller, call } = await talking(line);
  await line.db.deleteFrom('trunks').execute();
  await line.trunks.reload();
  caller.invite('b');
  equal((await caller.hears('call-failed')).status, 403);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  caller.hangUp('a');
  await until(() => line.telephony().exchange().calls.size === 0);
  equal(line.trunks.book.admits('127.0.0.1'), false);
  await caller.close();
  await line.stop();
});

test('[TRUNK-5] a server that was killed hears the calls of a trunk that is no more', async () => {
  const line = await telephonyToTry();
  const { caller, call } = await talking(line);
  await line.db.deleteFrom('trunks').execute();
  await line.killAndStart();
  await line.trunks.reload();
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  caller.hangUp('a');
  await until(() => line.telephony().exchange().calls.size === 0);
  await caller.close();
  await line.stop();
});

test('[TRUNK-13] a trunk over TLS takes no call that comes over UDP', async () => {
  const line = await telephonyToTry();
  await line.db.updateTable('trunks').set({ transport: 'tls' }).execute();
  await line.trunks.reload();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  equal((await caller.hears('call-failed')).status, 403);
  await caller.close();
  await line.stop();
});

test('[TRUNK-11] a trunk that is closed answers 503 to new calls, and its conversation goes on', async () => {
  const line = await telephonyToTry();
  const { caller, call } = await talking(line);
  await line.db.updateTable('trunks').set({ enabled: false }).execute();
  await line.trunks.reload();
  caller.invite('b');
  equal((await caller.hears('call-failed')).status, 503);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  await caller.close();
  await line.stop();
});
