import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { emptyExchange, step, type Exchange, type ExchangeInput } from '@pledgeline/calls';
import type { FaultBody, Me, NextVolunteer } from '@pledgeline/contract';
import type { AgentId, CallId, Instant, LineId, SiteId } from '@pledgeline/core';
import { passSeatRoutes } from '../../src/volunteers/pass-seat-routes.ts';
import { addPositions, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let exchange: Exchange;
const feed = (input: ExchangeInput): void => void step(exchange, input, 0 as Instant);
before(async () => {
  database = await testDatabase();
  await addPositions(database.db);
});
after(() => database.end());
beforeEach(async () => {
  await database.db.deleteFrom('seatings').execute();
  exchange = emptyExchange({
    offerMs: 3_000,
    wrapUpMs: 12_000,
    wrapUpMaxMs: 60_000,
    waitingMax: 500,
    formShownMs: 400,
    acknowledgeMs: 32_000,
    mediaBackMs: 10_000,
    overflowMs: 0,
    choiceMs: null,
    callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
    sites: [],
  });
  app = await testApp(database.db, {
    routes: (fastify) =>
      passSeatRoutes(fastify, {
        db: database.db,
        telephony: { exchange: () => exchange, feed },
        onSeated: (seat) => void app.told.push({ seated: seat }),
        onUnseated: (agent) => void app.told.push({ unseated: agent }),
      }),
  });
});
afterEach(() => app.fastify.close());

const ask = (jar: Jar, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.fastify.inject({
    method,
    url,
    headers: { cookie: jar.header },
    ...(payload === undefined ? {} : { payload }),
  });
async function sit(code: string, name: string) {
  const reply = await ask(new Jar(), 'POST', '/api/seat', { code, name });
  const agent = reply.json<Me>().seat?.agent as AgentId;
  return { agent, jar: new Jar().take(reply.headers['set-cookie']) };
}
const pass = (jar: Jar, name: string) => ask(jar, 'POST', '/api/seat/pass', { name, languages: ['fr'] });
const next = async (jar: Jar) =>
  (await ask(jar, 'GET', '/api/seat/next'))
    .json<{ people: NextVolunteer[] }>()
    .people.map(({ name }) => name);

test('[AGT-5] one gets up and the next one sits down at the same position, as two seatings', async () => {
  const louise = await sit('AAA333', 'Louise');
  app.told.length = 0;
  const reply = await pass(louise.jar, 'Samir');
  equal(reply.statusCode, 200, reply.body);
  const { seat } = reply.json<Me>();
  deepEqual([seat?.positionNumber, seat?.name], [1, 'Samir']);
  notEqual(seat?.agent, louise.agent);
  deepEqual(
    app.told.map((one) => ('seated' in one ? one.seated.name : 'unseated' in one ? one.unseated : '')),
    [louise.agent, 'Samir'],
  );
  const samir = new Jar().take(reply.headers['set-cookie']);
  equal((await ask(samir, 'GET', '/api/me')).json<Me>().seat?.name, 'Samir');
  equal((await ask(louise.jar, 'GET', '/api/me')).json<Me>().seat, null, 'the one before holds it no longer');
  equal((await pass(louise.jar, 'Ève')).json<FaultBody>().fault, 'NOT_SIGNED_IN');
  const records = await database.db
    .selectFrom('audit')
    .select(['actor', 'detail'])
    .where('action', '=', 'seat.passed')
    .execute();
  deepEqual(records, [{ actor: louise.agent, detail: { from: louise.agent, agent: seat?.agent } }]);
});

test('[AGT-5] who sat at the site and has no seat now may take it, the latest first, each once', async () => {
  const louise = await sit('AAA333', 'Louise');
  deepEqual(await next(louise.jar), []);
  const samir = new Jar().take((await pass(louise.jar, 'Samir')).headers['set-cookie']);
  const eve = new Jar().take((await pass(samir, 'Ève')).headers['set-cookie']);
  deepEqual(await next(eve), ['Samir', 'Louise']);
  await sit('CCC444', 'Louise');
  deepEqual(await next(eve), ['Samir']);
});

test('[AGT-5] on a call, before and after it, the seat is handed to nobody', async () => {
  const { agent, jar } = await sit('AAA333', 'Louise');
  const call = 'c1' as CallId;
  feed({ kind: 'agent-came', agent, sound: 'browser', profile: { site: 'caen' as SiteId, skills: ['fr'] } });
  feed({ kind: 'line-up', agent });
  feed({ kind: 'agent-ready', agent });
  for (const input of [
    { kind: 'invited', call, line: 'l' as LineId, language: 'fr', open: true },
    { kind: 'picked-up', agent, call },
    { kind: 'sound-ready', call },
    { kind: 'form-shown', agent, call },
    { kind: 'hang-up', agent, call },
  ] satisfies readonly ExchangeInput[]) {
    feed(input);
    equal((await pass(jar, 'Samir')).json<FaultBody>().fault, 'ON_A_CALL', input.kind);
  }
  feed({ kind: 'wrapped-up', agent });
  equal((await pass(jar, 'Samir')).statusCode, 200);
  deepEqual(exchange.floor.agents.get(agent), { kind: 'away', because: 'chosen' });
});
