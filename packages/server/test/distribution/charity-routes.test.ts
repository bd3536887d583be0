import { emptyExchange, step, type ExchangeInput, type ExchangeRules } from '@pledgeline/calls';
import type { FaultBody } from '@pledgeline/contract';
import type { AgentId, CallId, CampaignId, Instant, LineId, SiteId } from '@pledgeline/core';
import { deepEqual, equal } from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { charityRoutes } from '../../src/distribution/charity-routes.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const GIVER = 'giver' as AgentId;
const CALL = 'call' as CallId;
const RULES: ExchangeRules = {
  offerMs: 5_000,
  wrapUpMs: 10_000,
  wrapUpMaxMs: 60_000,
  waitingMax: 3,
  formShownMs: 400,
  acknowledgeMs: 32_000,
  mediaBackMs: 10_000,
  overflowMs: 0,
  choiceMs: null,
  sites: [],
  callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
};
const number = {
  id: 'outside-1',
  name: 'Écoutants',
  number: '+33199009912',
  transfer: false,
  listeners: true,
};

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let exchange = emptyExchange(RULES);
let numbers: (typeof number)[] = [];
let actor: Actor = NOBODY;
const fed: ExchangeInput[] = [];
const tell = (input: ExchangeInput): void => void step(exchange, input, 0 as Instant);
const sits = (agent: AgentId, ...skills: string[]): void => {
  tell({
    kind: 'agent-came',
    agent,
    sound: 'browser',
    profile: { site: 'caen' as SiteId, skills: ['fr', ...skills] },
  });
  for (const kind of ['line-up', 'agent-ready'] as const) tell({ kind, agent });
};

before(async () => {
  database = await testDatabase();
  app = await testApp(database.db, {
    deps: { whoIs: () => Promise.resolve(actor) },
    routes: (fastify) =>
      charityRoutes(fastify, {
        db: database.db,
        telephony: {
          exchange: () => exchange,
          feed: (input) => void fed.push(input),
          draftKey: (call) => (call === CALL ? 'key' : null),
          lineNumberOf: () => '110',
        },
        outside: {
          campaignOf: () => 'c' as CampaignId,
          campaign: (id) => ({ id, rules: {} as never, numbers }),
        },
      }),
  });
});
after(async () => {
  await app.fastify.close();
  await database.end();
});
beforeEach(() => {
  exchange = emptyExchange(RULES);
  numbers = [];
  fed.splice(0);
  actor = {
    kind: 'seat',
    roles: ['volunteer'],
    seat: { agent: GIVER, position: 'p', positionNumber: 1, site: 'Caen', name: 'Zoé', phone: '' } as never,
  };
  sits(GIVER);
  tell({ kind: 'invited', call: CALL, line: 'l' as LineId, language: 'fr', open: true });
  tell({ kind: 'sound-ready', call: CALL });
  for (const kind of ['picked-up', 'form-shown'] as const) tell({ kind, agent: GIVER, call: CALL });
});

async function ask(how: 'pass' | 'end', call: string = CALL): Promise<string> {
  const reply = await app.fastify.inject({
    method: 'POST',
    url: '/api/desk/charity',
    payload: { call, how },
  });
  return reply.statusCode === 200 ? 'done' : reply.json<FaultBody>().fault;
}
const givenTo = (): unknown[] =>
  fed.map((input) => (input.kind === 'hand-to-charity' ? input.to : input.kind));

test('[CHA-10] without a listener the volunteer is told so, and nothing is done; the call can be forgotten and ended', async () => {
  equal(await ask('pass'), 'NO_LISTENER');
  deepEqual(fed, []);
  equal(await ask('end'), 'done');
  deepEqual(givenTo(), [{ kind: 'nobody' }]);
});

test('[CHA-10] who has no seat, or does not talk on the call, changes nothing', async () => {
  sits('listener' as AgentId, 'listener');
  equal(await ask('pass', 'another'), 'NO_SUCH_CALL');
  actor = NOBODY;
  equal(await ask('pass'), 'NOT_SIGNED_IN');
  deepEqual(fed, []);
});

test('[CHA-10] nothing of it is on record', async () => {
  sits('listener' as AgentId, 'listener');
  equal(await ask('pass'), 'done');
  deepEqual(await database.db.selectFrom('audit').selectAll().execute(), []);
});

test('[CHA-11] listeners on the floor come before the number outside, which is rung where none of them is free', async () => {
  numbers = [{ ...number, id: 'depot', listeners: false }, number];
  equal(await ask('pass'), 'done');
  sits('listener' as AgentId, 'listener');
  equal(await ask('pass'), 'done');
  deepEqual(givenTo(), [{ kind: 'outside', to: 'outside-1' }, { kind: 'listeners' }]);
});

test('[CHA-5] a browser that comes back is told the keys that there are', async () => {
  const reply = await app.fastify.inject({
    method: 'POST',
    url: '/api/desk/draft-keys',
    payload: { calls: [CALL, 'forgotten'] },
  });
  deepEqual(reply.json(), {
    keys: [
      { call: CALL, key: 'key' },
      { call: 'forgotten', key: null },
    ],
  });
});
