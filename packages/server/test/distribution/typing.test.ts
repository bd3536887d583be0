import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyFloor, step, type FloorInput } from '@pledgeline/acd';
import type { AgentId, CallId, Instant, SiteId } from '@pledgeline/core';
import { isTypingWorthALine } from '../../src/distribution/typing.ts';

const agent = 'louise' as AgentId;
const call = 'c1' as CallId;
const at = (ms: number): Instant => ms as Instant;

test('[AGT-1] only what puts the end of a wrap-up off by a second or more is told to the floor', () => {
  const floor = emptyFloor({
    offerMs: 3_000,
    wrapUpMs: 12_000,
    wrapUpMaxMs: 60_000,
    waitingMax: 5,
    overflowMs: 0,
    choiceMs: null,
    sites: [],
  });
  const profile = { site: 'caen' as SiteId, skills: [] };
  const worth = (ms: number): boolean => isTypingWorthALine({ floor }, agent, at(ms));
  equal(worth(0), false, 'nobody is there');
  const told: readonly FloorInput[] = [
    { kind: 'agent-came', agent, profile },
    { kind: 'agent-ready', agent },
    { kind: 'call-arrived', call, open: true, needs: { skills: [], site: null } },
    { kind: 'picked-up', agent, call },
    { kind: 'call-gone', call },
  ];
  for (const input of told) {
    equal(worth(0), false, 'nobody wraps up');
    step(floor, input, at(0));
  }
  deepEqual([7_999, 8_000].map(worth), [false, true]);
  step(floor, { kind: 'still-typing', agent }, at(8_000));
  deepEqual([8_001, 9_000].map(worth), [false, true]);
  for (let now = 9_000; now < 60_000; now += 1_000) step(floor, { kind: 'still-typing', agent }, at(now));
  equal(worth(59_500), false, 'the limit is reached');
});
