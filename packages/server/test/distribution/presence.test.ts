import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentId, Instant } from '@pledgeline/core';
import { DESK_GRACE_MS, nobodyLost, step, wakeAt } from '../../src/distribution/presence.ts';

const agent = 'agent-1' as AgentId;
const at = (ms: number): Instant => ms as Instant;

test('[PRESENCE-1] a screen that comes back in time costs nothing', () => {
  const presence = nobodyLost();
  step(presence, { kind: 'disconnected', agent }, at(0));
  equal(wakeAt(presence), DESK_GRACE_MS);
  step(presence, { kind: 'connected', agent }, at(DESK_GRACE_MS - 1));
  equal(wakeAt(presence), null);
  deepEqual(step(presence, { kind: 'clock' }, at(DESK_GRACE_MS)).effects, []);
});

test('[PRESENCE-2] a screen that stays away is told once', () => {
  const presence = nobodyLost();
  step(presence, { kind: 'disconnected', agent }, at(0));
  deepEqual(step(presence, { kind: 'clock' }, at(DESK_GRACE_MS)).effects, [{ kind: 'desk-lost', agent }]);
  deepEqual(step(presence, { kind: 'clock' }, at(2 * DESK_GRACE_MS)).effects, []);
  equal(wakeAt(presence), null);
});
