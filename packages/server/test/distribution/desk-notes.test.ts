import { deepEqual, equal } from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { ExchangeInput } from '@pledgeline/calls';
import { LIMITS, type DeskNotes, type FaultBody, type FloorNotes, type Me } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import { noteBreakOver } from '../../src/distribution/desk-notes.ts';
import { deskNotesRoutes } from '../../src/distribution/desk-notes-routes.ts';
import { addPositions, addStaff, Jar, testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: Awaited<ReturnType<typeof testApp>>;
let fed: ExchangeInput[];
let told: string[];
before(async () => {
  database = await testDatabase();
  await addPositions(database.db);
  await addStaff(database.db, 'sup', ['supervisor']);
});
after(() => database.end());
beforeEach(async () => {
  await database.db.deleteFrom('seatings').execute();
  await database.db.deleteFrom('audit').execute();
  [fed, told] = [[], []];
  app = await testApp(database.db, {
    routes: (fastify) =>
      deskNotesRoutes(fastify, {
        db: database.db,
        telephony: { feed: (input) => void fed.push(input) },
        toDesk: (agent, event) => void told.push(`${agent} ${event.kind}`),
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

async function room() {
  const token = await app.auth.createLinkToken('sup');
  const signedIn = await ask(new Jar(), 'POST', '/api/sign-in/link', { token });
  const supervisor = new Jar().take(signedIn.headers['set-cookie']);
  const sat = await ask(new Jar(), 'POST', '/api/seat', { code: 'AAA333', name: 'Louise' });
  const desk = new Jar().take(sat.headers['set-cookie']);
  const agent = sat.json<Me>().seat?.agent as AgentId;
  return {
    agent,
    desk,
    supervisor,
    notes: async () => (await ask(desk, 'GET', '/api/desk/notes')).json<DeskNotes>(),
    floor: async () => (await ask(supervisor, 'GET', '/api/floor/notes')).json<FloorNotes>().notes,
    write: (text: string) => ask(supervisor, 'POST', `/api/floor/agents/${agent}/message`, { text }),
  };
}

const recorded = () =>
  database.db.selectFrom('audit').select(['action', 'detail']).where('action', 'like', 'agent.%').execute();

test('[AGT-4] a break has a reason and a beginning, which another reason does not move', async () => {
  const { agent, desk, notes, floor } = await room();
  deepEqual(await notes(), { break: null, messages: [] });
  deepEqual(await floor(), []);
  const taken = await ask(desk, 'POST', '/api/desk/break', { reason: 'pause' });
  const begun = taken.json<DeskNotes>().break;
  deepEqual(begun, { reason: 'pause', since: begun?.since, bySupervisor: false });
  await ask(desk, 'POST', '/api/desk/break', { reason: 'meal' });
  deepEqual((await notes()).break, { ...begun, reason: 'meal' });
  deepEqual(await floor(), [{ agent, break: { ...begun, reason: 'meal' }, unread: 0 }]);
  deepEqual(fed, [
    { kind: 'agent-away', agent, because: 'chosen' },
    { kind: 'agent-away', agent, because: 'chosen' },
  ]);
  await noteBreakOver(database.db, agent);
  equal((await notes()).break, null);
  const ill = await ask(desk, 'POST', '/api/desk/break', { reason: 'ill' });
  deepEqual([ill.json<FaultBody>().fault, fed.length], ['BAD_INPUT', 2]);
});

test('[AGT-3] a supervisor puts somebody on a break: noted, on record, and told', async () => {
  const { agent, supervisor, notes } = await room();
  const reply = await ask(supervisor, 'POST', `/api/floor/agents/${agent}/break`, { reason: 'briefing' });
  equal(reply.statusCode, 200, reply.body);
  deepEqual([(await notes()).break?.reason, (await notes()).break?.bySupervisor], ['briefing', true]);
  deepEqual(fed, [{ kind: 'agent-away', agent, because: 'chosen' }]);
  deepEqual(told, [`${agent} notes-changed`]);
  deepEqual(await recorded(), [{ action: 'agent.put-on-break', detail: { reason: 'briefing' } }]);
});

test('[AGT-3] a few words wait at the desk until they are put away, five of them at the most', async () => {
  const { agent, desk, notes, floor, write } = await room();
  for (let nth = 1; nth <= LIMITS.deskMessagesMax; nth += 1)
    equal((await write(`Mot ${nth}`)).statusCode, 200);
  equal((await write('Encore un')).json<FaultBody>().fault, 'DESK_FULL');
  const [first, ...others] = (await notes()).messages;
  deepEqual([first?.text, first?.from, others.length], ['Mot 1', 'Staff sup', LIMITS.deskMessagesMax - 1]);
  equal((await floor())[0]?.unread, LIMITS.deskMessagesMax);
  await ask(desk, 'POST', `/api/desk/messages/${first?.id ?? ''}/read`);
  deepEqual((await notes()).messages, others);
  equal(told.length, LIMITS.deskMessagesMax);
  deepEqual(
    new Set((await recorded()).map((one) => JSON.stringify(one))),
    new Set(['{"action":"agent.told","detail":{}}']),
  );
  deepEqual(fed, [], `${agent} is asked for nothing`);
});

test('[AGT-3] what may not be said, or to whom nobody sits, is refused and changes nothing', async () => {
  const { desk, supervisor, notes, write, agent } = await room();
  equal((await write('4111 1111 1111 1111')).json<FaultBody>().fault, 'CARD_NUMBER');
  for (const text of ['', ' ', 'a\nb', 'x'.repeat(LIMITS.deskMessageCharsMax + 1)])
    equal((await write(text)).json<FaultBody>().fault, 'BAD_INPUT');
  for (const [what, body] of [
    ['break', { reason: 'meal' }],
    ['message', { text: 'Bonsoir' }],
  ] as const) {
    const nobody = await ask(supervisor, 'POST', `/api/floor/agents/nobody/${what}`, body);
    equal(nobody.json<FaultBody>().fault, 'NOT_FOUND');
    const volunteer = await ask(desk, 'POST', `/api/floor/agents/${agent}/${what}`, body);
    equal(volunteer.json<FaultBody>().fault, 'NOT_ALLOWED');
  }
  deepEqual(await notes(), { break: null, messages: [] });
  deepEqual([fed, told, await recorded()], [[], [], []]);
});

test('[AGT-3] a message is put away by the desk that it is for, and by no other', async () => {
  const { notes, write } = await room();
  await write('Bravo');
  const sat = await ask(new Jar(), 'POST', '/api/seat', { code: 'CCC444', name: 'Jean' });
  const other = new Jar().take(sat.headers['set-cookie']);
  const [message] = (await notes()).messages;
  await ask(other, 'POST', `/api/desk/messages/${message?.id ?? ''}/read`);
  equal((await notes()).messages.length, 1);
});
