import type { CallId } from '@pledgeline/core';
import { equal, fail } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyFloor, step, wakeAt, type Floor, type FloorInput } from '../src/index.ts';
import { agent, ANYBODY, ANYTHING, at, call, RULES } from './random-floor.ts';

const AGENTS = 10_000;
const CALLS = 25_000;

/** Whoever looks at everybody on this floor fails the test. */
function floorWithoutScans(): Floor {
  const floor = emptyFloor({ ...RULES, waitingMax: 5_000 });
  const scanned = (): never => fail('a step looked at everybody');
  for (const map of [floor.agents, floor.holders])
    Object.assign(map, {
      forEach: scanned,
      keys: scanned,
      values: scanned,
      entries: scanned,
      [Symbol.iterator]: scanned,
    });
  for (const queue of [floor.waiting, floor.free, floor.leases]) Object.assign(queue, { entries: scanned });
  return floor;
}

test('[ACD-18] ten thousand agents take twenty-five thousand calls, and no step looks at everybody', () => {
  const floor = floorWithoutScans();
  let now = 0;
  const done = { offered: 0, connected: 0, missed: 0 };
  const pickUps: FloorInput[] = [];
  const say = (input: FloorInput): void => {
    for (const effect of step(floor, input, at(now)).effects) {
      if (effect.kind === 'offer') done.offered += 1;
      // Every tenth agent's browser has gone to sleep.
      if (effect.kind === 'offer' && !effect.agent.endsWith('7'))
        pickUps.push({ kind: 'picked-up', agent: effect.agent, call: effect.call });
      if (effect.kind === 'connect') done.connected += 1;
      if (effect.kind === 'withdraw') done.missed += 1;
    }
  };
  for (let n = 0; n < AGENTS; n += 1) {
    say({ kind: 'agent-came', agent: agent(n), profile: ANYBODY });
    say({ kind: 'agent-ready', agent: agent(n) });
  }
  const talking: CallId[] = [];
  for (let n = 0; n < CALLS; n += 1) {
    now += 3;
    if (n >= AGENTS) say({ kind: 'call-gone', call: talking[n - AGENTS] ?? call(0) });
    const wake = wakeAt(floor);
    if (wake !== null && wake <= now) say({ kind: 'clock' });
    say({ kind: 'call-arrived', call: call(n), open: true, needs: ANYTHING });
    for (const pickUp of pickUps.splice(0)) {
      say(pickUp);
      if (pickUp.kind === 'picked-up') talking.push(pickUp.call);
    }
  }
  equal(done.missed, AGENTS / 10);
  equal(done.offered, done.connected + done.missed + [...pickUps].length);
});
