import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AgentId } from '@pledgeline/core';
import type { LegSession, Media, MonitorMode } from '../src/port.ts';
import { endBrowsers } from './testing/browser.ts';
import { openEmbedded } from './testing/engines.ts';
import { AGENT, call, ENGINES, evening } from './testing/evening.ts';
import type { Ear } from './testing/tones.ts';
import { until } from './testing/until.ts';

after(endBrowsers);

const BOSS = 'boss' as AgentId;
const OTHER = 'agent-2' as AgentId;
const done = { ok: true, value: null };

/** Who speaks how: a tone for each. */
const [CALLER, AGENT_1, SUPERVISOR, FOURTH] = [700, 1900, 1100, 2300] as const;

/** Waits until it hears these, and then for as long again: the others are in none of it. */
async function hears(who: string, ear: Ear, tones: readonly number[]): Promise<void> {
  const others = [CALLER, AGENT_1, SUPERVISOR, FOURTH].filter((hertz) => !tones.includes(hertz));
  const isSo = (): boolean =>
    tones.length === 0
      ? ear.quiet
      : ear.hearsTogether(...tones) && others.every((other) => ear.purity(other) < 0.01);
  await until(`${who} hears ${tones.join(' and ') || 'nobody'}`, isSo);
}

async function legOf(media: Media, name: string): Promise<LegSession | undefined> {
  const open = await media.sessions();
  ok(open.ok);
  return open.value.legs.find((leg) => leg.call === call(name));
}

for (const [name, open] of ENGINES) {
  test(`[MEDIA-34] ${name}: a supervisor listens, whispers, barges in and listens again; each hears whom they should, in their own law`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER, 'PCMU');
    const agent = await line.agent(AGENT_1, ['PCMA']);
    const boss = await line.agent(SUPERVISOR, ['PCMU'], BOSS);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    const monitor = async (mode: MonitorMode): Promise<void> =>
      deepEqual(await line.media.monitor({ call: caller.call, agent: BOSS, mode }), done);
    const bossHears = [CALLER, AGENT_1];
    for (const [mode, callerHears, agentHears] of [
      ['listen', [AGENT_1], [CALLER]],
      ['whisper', [AGENT_1], [CALLER, SUPERVISOR]],
      ['barge', [AGENT_1, SUPERVISOR], [CALLER, SUPERVISOR]],
      ['listen', [AGENT_1], [CALLER]],
    ] as const) {
      await monitor(mode);
      await hears(`with ${mode} the supervisor`, boss.ear, bossHears);
      await hears(`with ${mode} the caller`, caller.ear, callerHears);
      await hears(`with ${mode} the agent`, agent.ear, agentHears);
      deepEqual((await legOf(line.media, 'a'))?.monitors, [{ agent: BOSS, mode }]);
    }
    deepEqual([agent.ssrcs.size, boss.ssrcs.size], [1, 1]);
    await line.media.unmonitor(BOSS);
    boss.ear.forget();
    await hears('afterwards the caller', caller.ear, [AGENT_1]);
    await hears('afterwards the agent', agent.ear, [CALLER]);
    equal(boss.ear.heard, 0);
  });

  test(`[MEDIA-34] ${name}: it goes on when the call's agent changes, and ends when the supervisor takes the call over`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER);
    const agent = await line.agent(AGENT_1);
    const boss = await line.agent(SUPERVISOR, ['PCMA'], BOSS);
    const next = await line.agent(FOURTH, ['PCMU'], OTHER);
    await line.media.monitor({ call: caller.call, agent: BOSS, mode: 'whisper' });
    await hears('the supervisor of a caller who waits', boss.ear, [CALLER]);
    await hears('the caller who waits', caller.ear, []);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await hears('the agent', agent.ear, [CALLER, SUPERVISOR]);
    await line.media.bridge({ call: caller.call, agent: OTHER });
    agent.ear.forget();
    await hears('the next agent', next.ear, [CALLER, SUPERVISOR]);
    await hears('the supervisor', boss.ear, [CALLER, FOURTH]);
    await hears('the caller', caller.ear, [FOURTH]);
    equal(agent.ear.heard, 0);
    await line.media.bridge({ call: caller.call, agent: BOSS });
    await hears('whoever took over', boss.ear, [CALLER]);
    await hears('the caller', caller.ear, [SUPERVISOR]);
    const { bridgedTo, monitors } = (await legOf(line.media, 'a'))!;
    deepEqual([bridgedTo, monitors], [BOSS, []]);
  });

  test(`[MEDIA-34] ${name}: two supervisors of one call, in two laws; one closes its line, the call ends`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER);
    const boss = await line.agent(SUPERVISOR, ['PCMU'], BOSS);
    const other = await line.agent(FOURTH, ['PCMA'], OTHER);
    await line.media.monitor({ call: caller.call, agent: BOSS, mode: 'listen' });
    await line.media.monitor({ call: caller.call, agent: OTHER, mode: 'listen' });
    await hears('one', boss.ear, [CALLER]);
    await hears('the other', other.ear, [CALLER]);
    await line.media.monitor({ call: caller.call, agent: OTHER, mode: 'barge' });
    await hears('one', boss.ear, [CALLER, FOURTH]);
    await hears('the caller', caller.ear, [FOURTH]);
    await line.media.closeLine(OTHER);
    await hears('one', boss.ear, [CALLER]);
    await hears('the caller', caller.ear, []);
    await line.media.closeLeg(caller.call);
    boss.ear.forget();
    const next = await line.caller('b', CALLER);
    await line.media.bridge({ call: next.call, agent: BOSS });
    await hears('the supervisor, in a call of his own', boss.ear, [CALLER]);
  });

  test(`[MEDIA-34] ${name}: a supervisor who talks is BUSY, a fourth one too many, and what is not open is said`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER);
    await line.agent(AGENT_1);
    const listen = (agent: AgentId): ReturnType<Media['monitor']> =>
      line.media.monitor({ call: caller.call, agent, mode: 'listen' });
    await line.media.bridge({ call: caller.call, agent: AGENT });
    deepEqual(await listen(AGENT), { ok: false, failure: 'BUSY' });
    deepEqual(await listen(BOSS), { ok: false, failure: 'NO_SUCH_SESSION' });
    const supervisors = ['s1', 's2', 's3', 's4'] as unknown as readonly AgentId[];
    for (const agent of supervisors) ok((await line.media.openPhoneLine({ agent, near: null })).ok);
    const answers = [];
    for (const agent of supervisors) answers.push(await listen(agent));
    deepEqual(answers, [done, done, done, { ok: false, failure: 'TOO_MANY' }]);
    deepEqual(await listen(supervisors[0]!), done);
    await line.media.unmonitor(supervisors[0]!);
    deepEqual(await listen(supervisors[3]!), done);
    const other = await line.caller('b', FOURTH);
    deepEqual(await line.media.monitor({ call: other.call, agent: supervisors[3]!, mode: 'barge' }), done);
    deepEqual(
      (await legOf(line.media, 'a'))?.monitors.map(({ agent }) => agent),
      ['s2', 's3'],
    );
    deepEqual((await legOf(line.media, 'b'))?.monitors, [{ agent: 's4', mode: 'barge' }]);
    await line.media.unmonitor('nobody' as AgentId);
  });

  test(`[MEDIA-36] ${name}: two callers are joined, monitored, and parted`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER, 'PCMA');
    const outside = await line.caller('b', FOURTH, 'PCMU');
    const boss = await line.agent(SUPERVISOR, ['PCMA'], BOSS);
    await line.media.monitor({ call: caller.call, agent: BOSS, mode: 'listen' });
    await hears('the supervisor', boss.ear, [CALLER]);
    deepEqual(await line.media.join({ call: caller.call, other: outside.call }), done);
    await hears('the caller', caller.ear, [FOURTH]);
    await hears('the outside party', outside.ear, [CALLER]);
    await hears('the supervisor', boss.ear, [CALLER, FOURTH]);
    const { joinedTo, bridgedTo } = (await legOf(line.media, 'b'))!;
    deepEqual([joinedTo, bridgedTo], [caller.call, null]);
    await line.media.unbridge(outside.call);
    await hears('the caller', caller.ear, []);
    await hears('the outside party', outside.ear, []);
    await hears('the supervisor', boss.ear, [CALLER]);
    const nobody = { ok: false, failure: 'NO_SUCH_SESSION' };
    deepEqual(await line.media.join({ call: caller.call, other: call('x') }), nobody);
    deepEqual(await line.media.join({ call: caller.call, other: caller.call }), nobody);
  });

  test(`[MEDIA-36] ${name}: an agent consults another while the caller waits, and hands the call over`, async () => {
    await using line = await evening(open);
    const caller = await line.caller('a', CALLER);
    const agent = await line.agent(AGENT_1);
    const other = await line.phone(FOURTH, 'PCMU');
    await other.answer(OTHER);
    await line.media.bridge({ call: caller.call, agent: AGENT });
    await hears('the agent', agent.ear, [CALLER]);
    deepEqual(await line.media.consult({ agent: AGENT, other: OTHER }), done);
    await hears('the agent', agent.ear, [FOURTH]);
    await hears('the other', other.ear, [AGENT_1]);
    await hears('the caller', caller.ear, []);
    const open_ = await line.media.sessions();
    deepEqual(open_.ok && open_.value.lines.map(({ consults }) => consults), [OTHER, AGENT]);
    await line.media.unconsult(AGENT);
    await line.media.bridge({ call: caller.call, agent: OTHER });
    await hears('the other', other.ear, [CALLER]);
    await hears('the caller', caller.ear, [FOURTH]);
    await line.media.unconsult(OTHER);
    equal((await legOf(line.media, 'a'))?.bridgedTo, OTHER);
  });
}

test('[MEDIA-19] a supervisor whose lease ends is gone, and the call goes on', async () => {
  await using line = await evening(() => openEmbedded({ leaseMs: 1500 }));
  const caller = await line.caller('a', CALLER);
  const agent = await line.agent(AGENT_1);
  await line.media.renew(60_000);
  const boss = await line.phone(SUPERVISOR);
  await boss.answer(BOSS);
  await line.media.bridge({ call: caller.call, agent: AGENT });
  await line.media.monitor({ call: caller.call, agent: BOSS, mode: 'barge' });
  let left = -1;
  await until('the supervisor is gone', () => {
    void legOf(line.media, 'a').then((leg) => (left = leg?.monitors.length ?? -1));
    return left === 0;
  });
  await hears('the agent', agent.ear, [CALLER]);
  await hears('the caller', caller.ear, [AGENT_1]);
});
