import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentId, CallId, Instant } from '@pledgeline/core';
import { resumedClock } from '../../src/telephony/resumed-clock.ts';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

/** A call that the agent has been offered, and that the carrier knows to be ringing. */
async function offered() {
  const line = await telephonyToTry();
  const caller = await carrier(line.telephony().sipPort);
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  caller.invite('a');
  await caller.hears('progress');
  await until(() => line.events.some(({ kind }) => kind === 'offered'));
  const [call] = line.telephony().exchange().calls.keys();
  return {
    line,
    caller,
    call: call as CallId,
    end: async () => {
      await caller.close();
      await line.stop();
    },
  };
}

/** A conversation that is on, its ACK included. */
async function talking() {
  const begun = await offered();
  const { line, call } = begun;
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return begun;
}

/** What the next life reads, changed as a crash, an update or a disk may have changed it. */
async function killAndStartWith(line: Line, change: (log: string) => string): Promise<void> {
  const path = join(line.folder, 'floor.ndjson');
  await line.killAndStart(() => writeFileSync(path, change(readFileSync(path, 'utf8'))));
}

test('[TEL-8] killed between an ending and its BYE, the carrier is told by the next life', async () => {
  const { line, caller, call, end } = await talking();
  const input = { kind: 'hang-up', agent: AGENT, call };
  const ending = `${JSON.stringify({ kind: 'input', at: Date.now(), input })}\n`;
  await killAndStartWith(line, (log) => log + ending);
  equal(line.telephony().exchange().calls.size, 0);
  await caller.hears('hung-up');
  deepEqual([...line.media.legs], []);
  await end();
});

test('[TEL-8] a floor of another version is over, and its carriers are told', async () => {
  const { line, caller, end } = await talking();
  // The first compaction gives the log a snapshot.
  await line.killAndStart();
  await killAndStartWith(line, (log) => log.replaceAll(/\\"version\\":\d+/g, '\\"version\\":0'));
  equal(line.telephony().exchange().calls.size, 0);
  await caller.hears('hung-up');
  deepEqual([...line.media.legs], []);
  await end();
});

test('[TEL-8] an ACK that nobody was there to take holds no BYE back', async () => {
  const { line, caller, call, end } = await talking();
  const without = (log: string): string =>
    log
      .split('\n')
      .filter((record) => !record.includes('"acknowledged"'))
      .join('\n');
  await killAndStartWith(line, without);
  line.telephony().feed({ kind: 'hang-up', agent: AGENT, call });
  await caller.hears('hung-up');
  await end();
});

test('[TEL-6] media that does not say what it has is asked again; what it lost is opened again, and the talk goes on', async () => {
  const { line, caller, call, end } = await talking();
  line.media.away = true;
  line.media.legs.clear();
  await line.killAndStart();
  equal(line.telephony().exchange().calls.get(call)?.sound, 'ready');
  line.media.away = false;
  await until(() => line.media.legs.get(call) === AGENT);
  // Nobody knows any more where the sound was: the carrier is told where it is.
  equal((await caller.hears('offered-again')).leg, 'a');
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  await end();
});

test('[TEL-6] a leg that cannot be opened again ends its call, and both ends are told', async () => {
  const { line, caller, end } = await talking();
  line.media.refuses = true;
  line.media.legs.clear();
  await line.killAndStart();
  await caller.hears('hung-up');
  equal(line.telephony().exchange().calls.size, 0);
  await end();
});

test('[TEL-20] the media process dies in the talk: the caller stays, and the agent has him again as soon as both have sound', async () => {
  const { line, call, end } = await talking();
  line.media.die();
  const { exchange } = line.telephony();
  deepEqual(
    [exchange().calls.get(call)?.place.kind, exchange().floor.agents.get(AGENT)?.kind],
    ['waiting', 'away'],
  );
  line.media.tell({ kind: 'media-back' });
  await until(() => exchange().calls.get(call)?.sound === 'ready');
  equal(line.media.asked.at(-1), 'play hold-fr');
  line.media.tell({ kind: 'line-up', agent: AGENT });
  deepEqual(
    [exchange().calls.get(call)?.place.kind, exchange().floor.agents.get(AGENT)?.kind],
    ['offered', 'offered'],
  );
  await end();
});

test('[TEL-9] sound that no call and no seat has any more is parted and closed', async () => {
  const { line, call, end } = await talking();
  const gone = 'seating-9' as AgentId;
  line.media.lines.add(gone);
  const lost = { kind: 'line-lost', agent: AGENT };
  const record = `${JSON.stringify({ kind: 'input', at: Date.now(), input: lost })}\n`;
  await killAndStartWith(line, (log) => log + record);
  deepEqual([...line.media.lines], [AGENT]);
  equal(line.media.legs.get(call), null);
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'waiting');
  await end();
});

test('[TEL-10] an offer that ran out while nobody was there costs the agent nothing', async () => {
  const { line, end } = await offered();
  const away = 60_000;
  await killAndStartWith(line, (log) =>
    log.replaceAll(/"at":(\d+)/g, (_, at: string) => `"at":${Number(at) - away}`),
  );
  equal(line.telephony().exchange().calls.size, 0);
  equal(line.telephony().exchange().floor.agents.get(AGENT)?.kind, 'free');
  await end();
});

test('[TEL-10] time goes on from the last moment of the log, also where the clock was set back meanwhile', () => {
  const at = 5_000 as Instant;
  const clock = resumedClock(() => 1_000 as Instant, [{ kind: 'input', at, input: { kind: 'clock' } }]);
  equal(clock.now(), 5_000);
  clock.goOn();
  equal(clock.now(), 5_000);
  const later = resumedClock(() => 9_000 as Instant, [{ kind: 'input', at, input: { kind: 'clock' } }]);
  equal(later.now(), 5_000);
  later.goOn();
  equal(later.now(), 9_000);
});
