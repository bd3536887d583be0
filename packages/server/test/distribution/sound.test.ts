import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DeskEvent, FaultBody } from '@pledgeline/contract';
import type { AgentId, PositionId } from '@pledgeline/core';
import type { Actor } from '../../src/access/actor.ts';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { Desks } from '../../src/distribution/desks.ts';
import { distributionRoutes, type DistributionDeps } from '../../src/distribution/routes.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const AGENT = 'agent-1' as AgentId;
const seated: Actor = {
  kind: 'seat',
  seat: {
    agent: AGENT,
    position: 'p1' as PositionId,
    positionNumber: 1,
    site: 'Caen',
    siteId: 'caen',
    name: 'Louise',
    phone: 'sip:agent1@192.0.2.4',
    account: null,
    languages: ['fr'],
    professional: false,
    listener: false,
  },
  roles: ['volunteer'],
};

type Known = ReturnType<DistributionDeps['telephony']['exchange']>;

/** As much of the exchange as the desks ask for. */
const exchangeWith = (known: Partial<Known>): Known => known as Known;

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.end());

test('[SOUND-1] a screen whose position has a desk phone is given no line, and the sound stays at the phone', async () => {
  const opened: AgentId[] = [];
  const phones = new Set<AgentId>([AGENT]);
  const app = await testApp(database.db, {
    deps: { whoIs: async () => seated },
    routes: (fastify) =>
      distributionRoutes(fastify, {
        telephony: { exchange: () => exchangeWith({ phones }), feed: () => undefined },
        media: {
          openLine: async ({ agent }) => {
            opened.push(agent);
            return { ok: true, value: { answer: 'v=0' } };
          },
          echo: async () => ({ ok: true, value: null }),
        },
        turn: null,
        clock: steadyClock(),
        callLine: null,
        breakOver: async () => {},
      }),
  });
  const ask = () => app.fastify.inject({ method: 'POST', url: '/api/desk/line', payload: { offer: 'v=0' } });
  const refused = await ask();
  equal(refused.statusCode, 409);
  equal(refused.json<FaultBody>().fault, 'SOUND_AT_PHONE');
  deepEqual(opened, []);
  phones.delete(AGENT);
  equal((await ask()).statusCode, 200);
  deepEqual(opened, [AGENT]);
  await app.fastify.close();
});

test('[SOUND-2] a phone that fell silent in one call is still said to be one that can be rung', () => {
  const lines = new Set<AgentId>([AGENT]);
  const told: DeskEvent[] = [];
  const desks = new Desks({
    exchange: () => exchangeWith({ lines }),
    callerOf: () => ({ kind: 'withheld' }),
    draftKeyFor: () => '',
    dropPast: () => undefined,
    lineNumberOf: () => '110',
    nameOf: () => ({ name: '', positionNumber: null }),
    toDesk: (_, event) => void told.push(event),
    now: () => 0,
  });
  desks.lineChanged(AGENT, false);
  lines.delete(AGENT);
  desks.lineChanged(AGENT, false);
  deepEqual(told, [
    { kind: 'line', connected: true },
    { kind: 'line', connected: false },
  ]);
});
