import type { BarredNumber, FaultBody } from '@pledgeline/contract';
import type { AgentId, CallId, LineId } from '@pledgeline/core';
import { liveCalls } from '@pledgeline/calls';
import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { barRoutes, endOfEvening } from '../../src/hoaxes/routes.ts';
import { addStaff, Jar, testApp } from '../testing/app.ts';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const NUMBER = '0261910001';
const LINE = 'l' as LineId;

/** One volunteer, who is free, and a supervisor who bars. */
async function house() {
  const line = await telephonyToTry();
  await addStaff(line.db, 'sup', ['supervisor']);
  await addStaff(line.db, 'off', ['office']);
  const telephony = {
    exchange: () => line.telephony().exchange(),
    markOf: (call: CallId) => line.telephony().markOf(call),
  };
  const app = await testApp(line.db, {
    routes: (fastify) => barRoutes(fastify, { db: line.db, book: line.bars, telephony, now: Date.now }),
  });
  const ask = (jar: Jar, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url,
      headers: { cookie: jar.header },
      ...(payload === undefined ? {} : { payload }),
    });
  const staff = async (id: string): Promise<Jar> => {
    const token = await app.auth.createLinkToken(id);
    const reply = await ask(new Jar(), 'POST', '/api/sign-in/link', { token });
    return new Jar().take(reply.headers['set-cookie']);
  };
  const supervisor = await staff('sup');
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  const caller = await carrier(line.telephony().sipPort);
  const calls = (): readonly CallId[] => [...liveCalls(line.telephony().exchange())];
  return {
    line,
    ask,
    staff,
    caller,
    calls,
    bar: (call: string, body: object, jar = supervisor) =>
      ask(jar, 'POST', `/api/floor/calls/${call}/bar`, body),
    bars: async () => (await ask(supervisor, 'GET', '/api/bars')).json<{ bars: BarredNumber[] }>().bars,
    lift: (id: string) => ask(supervisor, 'DELETE', `/api/bars/${id}`),
    /** A call that the volunteer talks on. */
    talk: async (leg: string, number = NUMBER): Promise<CallId> => {
      const before = new Set(calls());
      caller.invite(leg, '110', number);
      await until(() => calls().some((call) => !before.has(call)));
      const call = calls().find((one) => !before.has(one)) as CallId;
      for (const kind of ['picked-up', 'form-shown'] as const)
        line.telephony().feed({ kind, agent: AGENT, call });
      await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
      return call;
    },
    hangUp: (call: CallId, agent: AgentId = AGENT) => line.telephony().feed({ kind: 'hang-up', agent, call }),
    end: async () => {
      await caller.close();
      await app.fastify.close();
      await line.stop();
    },
  };
}

/** Everything that any table holds, as text. */
async function everyRow(line: Awaited<ReturnType<typeof telephonyToTry>>): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(line.db);
  const texts: string[] = [];
  for (const { name } of rows) {
    const held = await sql<{ row: string }>`select t::text as row from ${sql.id(name)} t`.execute(line.db);
    texts.push(...held.rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

test('[BAR-1][BAR-2][BAR-3] a barred number hears the announcement and no volunteer is offered; its number is in no table', async () => {
  const { line, caller, calls, talk, hangUp, bar, bars, end } = await house();
  const call = await talk('a');
  equal((await bar(call, { lasts: 'evening', reason: 'insults' })).statusCode, 200);
  const [barred] = await bars();
  deepEqual([barred?.reason, barred?.by], ['insults', 'Staff sup']);
  hangUp(call);
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  await until(() => calls().length === 0);
  const offers = line.events.filter(({ kind }) => kind === 'offered').length;
  caller.invite('b', '110', NUMBER);
  await until(() => line.media.asked.includes('play barred-fr'));
  const [announced] = calls();
  equal(line.telephony().exchange().calls.size, 0);
  equal(line.events.filter(({ kind }) => kind === 'offered').length, offers);
  line.media.tell({
    kind: 'prompt-ended',
    to: { kind: 'caller', call: announced as CallId },
    prompt: 'barred-fr',
  });
  await until(() => calls().length === 0);
  const records = () => line.db.selectFrom('call_records').select('reason').orderBy('arrived_at').execute();
  await until(async () => (await records()).length === 2);
  deepEqual(
    (await records()).map(({ reason }) => reason),
    ['agent', 'barred'],
  );
  const rows = await everyRow(line);
  equal(rows.includes('261910001'), false);
  match(rows, /bar\.made/);
  const made = await line.db.selectFrom('audit').select('subject').where('action', '=', 'bar.made').execute();
  deepEqual(made, [{ subject: barred?.id }], 'the record does not say of which call');
  caller.invite('c', '110', '0261910002');
  await until(() => line.events.filter(({ kind }) => kind === 'offered').length > offers);
  await end();
});

test('[BAR-2] a withheld number, a call that is none, and whoever is no supervisor bar nothing', async () => {
  const { line, talk, bar, bars, staff, end } = await house();
  const faultOf = async (reply: ReturnType<typeof bar>): Promise<string> =>
    (await reply).json<FaultBody>().fault;
  const wish = { lasts: 'campaign', reason: 'hoax' };
  equal(await faultOf(bar('none', wish)), 'NO_SUCH_CALL');
  const call = await talk('a', 'anonymous');
  equal(line.telephony().markOf(call), null);
  equal(await faultOf(bar(call, wish)), 'NO_NUMBER');
  equal(await faultOf(bar(call, { lasts: 'ever', reason: 'hoax' })), 'BAD_INPUT');
  equal(await faultOf(bar(call, { lasts: 'evening', reason: 'Dupont' })), 'BAD_INPUT');
  equal(await faultOf(bar(call, wish, await staff('off'))), 'NOT_ALLOWED');
  deepEqual(await bars(), []);
  await end();
});

test('[BAR-5] barred twice it is once, lifted it is taken again, and each is on record', async () => {
  const { line, caller, calls, talk, hangUp, bar, bars, lift, end } = await house();
  const call = await talk('a');
  await bar(call, { lasts: 'evening', reason: 'hoax' });
  await bar(call, { lasts: 'campaign', reason: 'hoax' });
  const [one, ...others] = await bars();
  deepEqual([one?.until, others], [null, []]);
  hangUp(call);
  await until(() => calls().length === 0);
  equal((await lift(one?.id ?? '')).statusCode, 200);
  equal((await lift(one?.id ?? '')).statusCode, 404);
  caller.invite('b', '110', NUMBER);
  await until(() => line.telephony().exchange().calls.size === 1);
  const did = await line.db
    .selectFrom('audit')
    .select('action')
    .where('action', 'like', 'bar.%')
    .orderBy('id')
    .execute();
  deepEqual(
    did.map(({ action }) => action),
    ['bar.made', 'bar.made', 'bar.lifted'],
  );
  await end();
});

test('[BAR-3] the key is in a file of the campaign’s own; without it, or once the campaign is over, nobody is barred', async () => {
  const { line, talk, bar, bars, end } = await house();
  const call = await talk('a');
  const mark = line.telephony().markOf(call) ?? '';
  await bar(call, { lasts: 'campaign', reason: 'hoax' });
  equal(line.bars.isBarred(LINE, mark), true);
  const folder = join(line.folder, 'bars');
  const [file = ''] = readdirSync(folder);
  const bytes = readFileSync(join(folder, file));
  equal((await everyRow(line)).includes(bytes.toString('hex')), false);
  rmSync(join(folder, file));
  await line.bars.reload();
  deepEqual(await bars(), []);
  notEqual(line.bars.mark(LINE, '+33261910001'), mark);
  await line.db.updateTable('campaigns').set({ open: false }).execute();
  await line.bars.reload();
  deepEqual(readdirSync(folder), []);
  equal(line.bars.mark(LINE, '+33261910001'), null);
  await end();
});

test('[BAR-3] a number is one however it is written, and after SIGKILL a call can still be barred', async () => {
  const { line, talk, bar, end } = await house();
  const marks = ['+33261910001', '0261910001', '0033261910001'].map((number) => line.bars.mark(LINE, number));
  deepEqual(new Set(marks).size, 1);
  equal(line.bars.mark(LINE, 'anonymous'), null);
  const call = await talk('a');
  await line.killAndStart();
  equal(line.telephony().markOf(call), marks[0]);
  equal((await bar(call, { lasts: 'evening', reason: 'silence' })).statusCode, 200);
  await end();
});

test('[BAR-4] an evening ends at six in the morning by the campaign’s clocks, after midnight as before', () => {
  const zone = 'Europe/Paris';
  const six = Date.parse('2026-12-05T05:00:00Z');
  equal(endOfEvening(Date.parse('2026-12-04T20:00:00Z'), zone), six);
  equal(endOfEvening(Date.parse('2026-12-05T00:30:00Z'), zone), six);
  equal(endOfEvening(six, zone), six + 86_400_000);
});
