import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentId, CallId } from '@pledgeline/core';
import { openLog } from '../../src/adapters/log/log.ts';
import { SeatNames } from '../../src/distribution/seat-names.ts';
import { referrals } from '../../src/telephony/refer.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const [LOUISE, JEAN, ANNE] = ['louise', 'jean', 'anne'] as AgentId[] as [AgentId, AgentId, AgentId];

/** Louise (position 1 of Caen) talks; Jean (17 of Caen) is free; Anne (17 of Bayeux) is away. */
async function room() {
  const seated = [LOUISE, JEAN, ANNE].map((agent) => ({ agent, phone: '' }));
  const line = await telephonyToTry(undefined, seated);
  const { telephony } = line;
  const names = new SeatNames();
  names.sit(LOUISE, { name: 'Louise', positionNumber: 1, site: 'Caen' });
  names.sit(JEAN, { name: 'Jean', positionNumber: 17, site: 'Caen' });
  names.sit(ANNE, { name: 'Anne', positionNumber: 17, site: 'Bayeux' });
  for (const { agent } of seated) line.media.tell({ kind: 'line-up', agent });
  telephony().feed({ kind: 'agent-ready', agent: LOUISE });
  const caller = await carrier(telephony().sipPort);
  caller.invite('a');
  await until(() => telephony().exchange().calls.size === 1);
  const [call] = telephony().exchange().calls.keys() as Iterable<CallId>;
  if (call === undefined) throw new Error('no call came');
  for (const kind of ['picked-up', 'form-shown'] as const) telephony().feed({ kind, agent: LOUISE, call });
  await until(() => telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  telephony().feed({ kind: 'agent-ready', agent: JEAN });
  const refer = referrals({
    db: line.db,
    exchange: () => telephony().exchange(),
    toExchange: (input) => telephony().feed(input),
    names,
    log: openLog({ level: 'silent' }),
  });
  return {
    line,
    status: (agent: AgentId) => telephony().exchange().floor.agents.get(agent)?.kind,
    /** What the phone is told. */
    says: (to: string, attended = false, agent = LOUISE) =>
      new Promise<number>((outcome) => refer({ agent, call, to, attended, outcome })),
    end: async () => {
      await caller.close();
      await line.stop();
    },
  };
}

test('[TEL-126] REFER to a position gives the call to whoever sits there, at the own site first', async () => {
  const { line, says, status, end } = await room();
  equal(await says('sip:17@pledgeline.example'), 200);
  deepEqual([status(LOUISE), status(JEAN), status(ANNE)], ['wrapping-up', 'offered', 'away']);
  const entry = () =>
    line.db.selectFrom('audit').select('detail').where('action', '=', 'call.handed-over').executeTakeFirst();
  await until(async () => (await entry()) !== undefined);
  deepEqual((await entry())?.detail, { by: LOUISE, to: JEAN, phone: true });
  await end();
});

test('[TEL-126] REFER to a line puts the call back in the queue', async () => {
  const { says, status, end } = await room();
  equal(await says('sip:110@pledgeline.example;user=phone'), 200);
  deepEqual([status(LOUISE), status(JEAN)], ['wrapping-up', 'offered']);
  await end();
});

test('[TEL-126] what cannot be is answered by a status that says why, and changes nothing', async () => {
  const { line, says, status, end } = await room();
  equal(await says('sip:999@pledgeline.example'), 404);
  equal(await says('sip:louise@pledgeline.example'), 404);
  equal(await says('tel:+33123456789012345678'), 404);
  equal(await says('sip:1@pledgeline.example'), 486);
  equal(await says('sip:17@pledgeline.example', true), 603);
  equal(await says('sip:17@pledgeline.example', false, JEAN), 603);
  await line.db.updateTable('campaigns').set({ open: false }).execute();
  equal(await says('sip:110@pledgeline.example'), 480);
  deepEqual([status(LOUISE), status(JEAN)], ['talking', 'free']);
  await end();
});
