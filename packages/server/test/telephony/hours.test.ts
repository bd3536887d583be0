import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { liveCalls } from '@pledgeline/calls';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const closeByHand = async (line: Line, closed: Date | null): Promise<void> => {
  await line.db.updateTable('campaigns').set({ closed_at: closed }).execute();
  await line.telephony().takeUpHours();
};
/** The only call; `null`: it is not on yet. */
const onlyCall = (line: Line): CallId | null => [...liveCalls(line.telephony().exchange())][0] ?? null;
const announcedTo = async (line: Line): Promise<CallId> => {
  await until(() => line.media.asked.includes('play closed-fr'));
  return onlyCall(line) as CallId;
};
const reasons = async (line: Line): Promise<string[]> =>
  (await line.db.selectFrom('call_records').select('reason').execute()).map(({ reason }) => reason);

test('[HRS-10] a caller of a closed line is answered, hears so to the end, and is hung up by us; hours need no restart', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  await line.db
    .insertInto('opening_hours')
    .values({ id: 'o', campaign_id: 'c', day: '2020-01-01', opens: '21:00', closes: '24:00' })
    .execute();
  await line.telephony().takeUpHours();
  caller.invite('a');
  await caller.hears('answered');
  const call = await announcedTo(line);
  line.media.tell({ kind: 'prompt-ended', to: { kind: 'caller', call }, prompt: 'closed-fr' });
  await caller.hears('hung-up');
  await until(async () => (await reasons(line)).length === 1);
  deepEqual(await reasons(line), ['line-closed']);
  deepEqual(line.media.asked, ['open leg', 'play closed-fr', 'close leg']);
  match(await line.registry.metrics(), /pledgeline_calls_announced_total 1/);
  await line.db.deleteFrom('opening_hours').execute();
  await line.telephony().takeUpHours();
  caller.invite('b');
  await until(() => line.telephony().exchange().floor.waiting.size === 1);
  await caller.close();
  await line.stop();
});

test('[HRS-13] closed by hand, kindly: who waits goes on waiting, who comes hears that it is closed; opened again', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => line.telephony().exchange().floor.waiting.size === 1);
  await closeByHand(line, new Date());
  caller.invite('b');
  await until(() => line.media.asked.includes('play closed-fr'));
  equal(line.telephony().exchange().floor.waiting.size, 1);
  await closeByHand(line, null);
  caller.invite('c');
  await until(() => line.telephony().exchange().floor.waiting.size === 2);
  await caller.close();
  await line.stop();
});

test('[HRS-13] closed at once: who waits is answered, hears so, and is let go', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  caller.invite('a');
  await until(() => line.telephony().exchange().floor.waiting.size === 1);
  await closeByHand(line, new Date());
  line.telephony().feed({ kind: 'let-go' });
  const call = await announcedTo(line);
  await caller.hears('answered');
  line.media.tell({ kind: 'prompt-ended', to: { kind: 'caller', call }, prompt: 'closed-fr' });
  await caller.hears('hung-up');
  await caller.close();
  await line.stop();
});

test('[HRS-14] killed in the middle of an announcement, the next life goes on with it, or ends it where its sound is gone', async () => {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  await closeByHand(line, new Date());
  caller.invite('a');
  const call = await announcedTo(line);
  await until(() => line.telephony().exchange().announced.get(call)?.call.signal.kind === 'acknowledged');
  await line.killAndStart();
  equal(onlyCall(line), call);
  deepEqual([...line.media.legs.keys()], [call]);
  await line.killAndStart(() => line.media.legs.clear());
  await caller.hears('hung-up');
  equal(onlyCall(line), null);
  await until(async () => (await reasons(line)).length === 1);
  // Closed by hand holds over a restart.
  caller.invite('b');
  await until(() => line.media.asked.filter((one) => one === 'play closed-fr').length === 2);
  await caller.close();
  await line.stop();
});
