import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentId } from '@pledgeline/core';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const [ZOE, MAX] = ['seating-zoe' as AgentId, 'seating-max' as AgentId];
const caen = { phone: '', siteId: 'caen', site: 'Caen' };

test('[STE-1] the floor knows what whoever sits there speaks and is, and what changes at once', async () => {
  const zoe = { ...caen, agent: ZOE, languages: ['en'], professional: false, listener: false } as const;
  const line = await telephonyToTry(undefined, [zoe]);
  const telephony = line.telephony();
  const { floor } = telephony.exchange();
  deepEqual(floor.profiles.get(ZOE), { site: 'caen', skills: ['en'] });
  line.media.tell({ kind: 'line-up', agent: ZOE });
  telephony.feed({ kind: 'agent-ready', agent: ZOE });
  const caller = await carrier(telephony.sipPort);
  caller.invite('a');
  await caller.hears('progress');
  equal(floor.agents.get(ZOE)?.kind, 'free', 'the line is in French');
  telephony.seat({ ...zoe, languages: ['fr', 'en'], listener: true });
  deepEqual(floor.profiles.get(ZOE), { site: 'caen', skills: ['fr', 'en', 'listener'] });
  await until(() => line.events.some(({ kind }) => kind === 'offered'));
  await caller.close();
  await line.stop();
});

test('[STE-1] a server that starts again knows it of everybody', async () => {
  const max = { ...caen, agent: MAX, languages: ['fr'], professional: true, listener: false } as const;
  const line = await telephonyToTry(undefined, [max]);
  await line.killAndStart();
  const { profiles } = line.telephony().exchange().floor;
  deepEqual(profiles.get(MAX), { site: 'caen', skills: ['fr', 'professional'] });
  await line.stop();
});

test('[STE-12] a line that prefers a site rings there first, and elsewhere once the time is over; changed live', async () => {
  const here = { languages: ['fr'], professional: false, listener: false } as const;
  const line = await telephonyToTry(undefined, [
    { ...caen, ...here, agent: ZOE },
    { ...here, phone: '', agent: MAX, siteId: 'lyon', site: 'Lyon' },
  ]);
  const telephony = line.telephony();
  for (const id of ['caen', 'lyon']) await line.db.insertInto('sites').values({ id, name: id }).execute();
  await line.db.updateTable('campaigns').set({ overflow_seconds: 600 }).execute();
  await line.db.updateTable('lines').set({ site_id: 'lyon' }).execute();
  await telephony.takeUpRules();
  for (const agent of [ZOE, MAX]) {
    line.media.tell({ kind: 'line-up', agent });
    telephony.feed({ kind: 'agent-ready', agent });
  }
  const statusOf = (agent: AgentId) => telephony.exchange().floor.agents.get(agent)?.kind;
  const caller = await carrier(telephony.sipPort);
  caller.invite('a');
  await until(() => statusOf(MAX) === 'offered');
  equal(statusOf(ZOE), 'free', 'who has been free longest is of another site');
  caller.invite('b');
  await until(() => telephony.exchange().calls.size === 2);
  equal(statusOf(ZOE), 'free', 'the second waits for its site');
  // The site drops out: its caller and who waited for it are offered elsewhere at once.
  telephony.feed({ kind: 'agent-away', agent: MAX, because: 'desk-lost' });
  equal(statusOf(ZOE), 'offered');
  await line.db.updateTable('campaigns').set({ overflow_seconds: null }).execute();
  await telephony.takeUpRules();
  equal(telephony.exchange().rules.overflowMs, 0);
  await caller.close();
  await line.stop();
});
