import type { HandingId } from '@pledgeline/calls';
import type { Caller, DeskCall } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LogRecord } from '../../src/adapters/floor-log/floor-log.ts';
import { countCharityCalls } from '../../src/telephony/charity-count.ts';
import { DraftKeys } from '../../src/telephony/draft-keys.ts';
import { unseal } from '../../src/telephony/seal.ts';
import { carrier, telephonyToTry } from '../testing/telephony.ts';

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

const [GIVER, LISTENER] = ['seating-giver' as AgentId, 'seating-listener' as AgentId];
const MARIE = {
  title: 'mrs',
  firstName: 'Marie',
  lastName: 'Quillebœuf',
  phone: '',
  email: '',
  street: '',
  postcode: '',
  town: '',
  country: 'FR',
} as const;
const found = async (phone: string): Promise<Caller> => ({
  kind: 'found',
  phone,
  source: 'directory',
  people: [MARIE],
});

/** A volunteer talks to somebody whom the line knows; a listener of the charity is free. */
async function talk() {
  const seats = [
    { agent: GIVER, phone: '' },
    { agent: LISTENER, phone: '', listener: true },
  ];
  const line = await telephonyToTry(found, seats);
  const { telephony } = line;
  for (const agent of [GIVER, LISTENER]) line.media.tell({ kind: 'line-up', agent });
  telephony().feed({ kind: 'agent-ready', agent: GIVER });
  const caller = await carrier(telephony().sipPort);
  caller.invite('a');
  await until(() => telephony().exchange().calls.size === 1);
  const [call] = telephony().exchange().calls.keys() as Iterable<CallId>;
  ok(call !== undefined);
  const pickUp = (agent: AgentId): void => {
    for (const kind of ['picked-up', 'form-shown'] as const) telephony().feed({ kind, agent, call });
  };
  pickUp(GIVER);
  await until(() => telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  telephony().feed({ kind: 'agent-ready', agent: LISTENER });
  const handing = randomUUID() as string as HandingId;
  const records = (): LogRecord[] =>
    readFileSync(join(line.folder, 'floor.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as LogRecord);
  return {
    line,
    call,
    caller,
    pickUp,
    records,
    handing,
    give: { kind: 'hand-to-charity', agent: GIVER, call, to: { kind: 'listeners' }, handing } as const,
    /** What a record of the log says to whoever has the key that the keeper has now. */
    readable: async (): Promise<string> => {
      const key = (await line.keys.all()).get(call);
      ok(key !== undefined);
      const opened = records().flatMap((record) => {
        if (!('sealed' in record) || record.sealed === null) return [];
        return ['caller', 'dialog'].map((about) => unseal(record.sealed ?? '', key, `${call} ${about}`));
      });
      return JSON.stringify(opened);
    },
    shown: (agent: AgentId): DeskCall | null => {
      const desk = telephony().desks.snapshot(agent);
      return desk.kind === 'desk' ? desk.call : null;
    },
    counted: async (): Promise<number> =>
      (await line.db.selectFrom('charity_counts').select('calls').executeTakeFirst())?.calls ?? 0,
    end: async () => {
      await caller.close();
      await line.stop();
    },
  };
}

type Db = Awaited<ReturnType<typeof telephonyToTry>>['db'];

/** As it is saved: of no call. */
async function pledge(db: Db, id: string): Promise<void> {
  const { phone, ...person } = PERSON;
  await db
    .insertInto('pledges')
    .values({
      id,
      campaign_id: 'c',
      call_id: null,
      donor_id: null,
      seating_id: null,
      phone,
      ...PLEDGED,
      ...person,
    })
    .execute();
}
const PERSON = {
  title: 'mrs',
  first_name: 'Marie',
  last_name: 'Quillebœuf',
  phone: '',
  email: '',
  street: '',
  postcode: '',
  town: '',
  country: 'FR',
} as const;
const PLEDGED = {
  revision: 1,
  amount_cents: 3_000,
  frequency: 'once',
  way: 'post',
  language: 'fr',
  note: '',
  information_version: '1',
  refuses_solicitation: false,
  trial: false,
  taken_at: '2026-11-24T20:15:00.000Z',
} as const;

const KNOWN = /261910001|Quillebœuf/;

test('[CHA-1][CHA-2][CHA-4] handed to the charity: known to nobody from then on, in nothing that was written, and counted once', async () => {
  const { line, call, caller, pickUp, readable, give, shown, counted, end } = await talk();
  const { telephony, db } = line;
  const id = randomUUID();
  await pledge(db, id);
  await telephony().pledged(call, id);
  await until(() => shown(GIVER)?.caller.kind === 'found');
  const key = shown(GIVER)?.draftKey;
  equal(telephony().draftKey(call, GIVER), key);
  // The positive control: until then what was written can be read by whoever has the key.
  ok(KNOWN.test(await readable()));
  equal(line.trace().calls(() => null).length, 1);

  telephony().feed(give);
  equal(KNOWN.test(await readable()), false, 'no record of the log opens under a key that there is');
  equal(telephony().draftKey(call, GIVER), null);
  deepEqual(
    line.trace().calls(() => null),
    [],
  );
  equal(shown(GIVER), null);
  equal(shown(LISTENER)?.confidential, true);
  deepEqual([shown(LISTENER)?.caller, shown(LISTENER)?.draftKey], [{ kind: 'withheld' }, undefined]);
  equal(KNOWN.test(JSON.stringify(line.events)), false, 'nothing is kept for a desk that comes back');
  deepEqual(
    line.events.filter(({ kind }) => kind === 'forgotten'),
    [{ kind: 'forgotten', call }],
  );

  pickUp(LISTENER);
  equal(line.media.legs.get(call), LISTENER);
  telephony().feed({ kind: 'hang-up', agent: LISTENER, call });
  await caller.hears('hung-up');
  await until(async () => (await counted()) === 1);
  deepEqual(await db.selectFrom('call_records').selectAll().execute(), []);
  deepEqual(await db.selectFrom('pledges').select(['id', 'call_id']).execute(), [{ id, call_id: null }]);
  await line.killAndStart();
  await telephony().pledged(call, id);
  equal(await counted(), 1, 'what the log brings back is not counted again');
  deepEqual(await db.selectFrom('pledges').select('call_id').execute(), [{ call_id: null }]);
  await end();
});

test('[CHA-2] of a call that was not handed over the pledge is known to be, once it has ended', async () => {
  const { line, call, end } = await talk();
  const { telephony, db } = line;
  const id = randomUUID();
  await pledge(db, id);
  await telephony().pledged(call, id);
  deepEqual(await db.selectFrom('pledges').select('call_id').execute(), [{ call_id: null }]);
  // A restart in between changes nothing of it.
  await line.killAndStart();
  telephony().feed({ kind: 'hang-up', agent: GIVER, call });
  const linked = async () => (await db.selectFrom('pledges').select('call_id').execute())[0]?.call_id;
  await until(async () => (await linked()) === call);
  const later = randomUUID();
  await pledge(db, later);
  await telephony().pledged(call, later);
  deepEqual(
    await db.selectFrom('pledges').select('call_id').where('id', '=', later).execute(),
    [{ call_id: call }],
    'saved in the wrap-up',
  );
  await end();
});

test('[CHA-3] killed after the order to forget and before anything of it was done: it is done before anybody is heard', async () => {
  const { line, call, caller, give, readable, records, shown, end } = await talk();
  await until(() => records().some(({ kind }) => kind === 'caller'));
  await until(() => shown(GIVER)?.caller.kind === 'found');
  const before = (await line.keys.all()).get(call);
  await line.killAndStart(() => {
    const last = records().findLast((one) => one.kind === 'input');
    ok(last !== undefined);
    const input: LogRecord = { kind: 'input', at: last.at, input: give };
    appendFileSync(join(line.folder, 'floor.ndjson'), `${JSON.stringify(input)}\n`);
  });
  notEqual((await line.keys.all()).get(call)?.join(), before?.join());
  equal(KNOWN.test(await readable()), false);
  deepEqual(
    line.trace().calls(() => null),
    [],
  );
  equal(shown(LISTENER)?.confidential, true);
  deepEqual(shown(LISTENER)?.caller, { kind: 'withheld' });
  equal(line.telephony().draftKey(call, GIVER), null);
  // And it can still be ended.
  line.telephony().feed({ kind: 'shut-down' });
  await caller.hears('hung-up');
  await end();
});

test('[CHA-3] killed while it is with the charity: it goes on there, and still nobody knows who calls', async () => {
  const { line, call, caller, pickUp, give, readable, shown, end } = await talk();
  line.telephony().feed(give);
  pickUp(LISTENER);
  await line.killAndStart();
  equal(line.telephony().exchange().calls.get(call)?.place.kind, 'talking');
  deepEqual(shown(LISTENER)?.caller, { kind: 'withheld' });
  equal(KNOWN.test(await readable()), false);
  deepEqual(
    line.trace().calls(() => null),
    [],
  );
  line.telephony().feed({ kind: 'hang-up', agent: LISTENER, call });
  await caller.hears('hung-up');
  await end();
});

test('[CHA-4] a count said twice counts once; a test call counts where the whole campaign is one', async () => {
  const line = await telephonyToTry();
  const { db } = line;
  const [one, two] = ['one', 'two'] as HandingId[];
  ok(one !== undefined && two !== undefined);
  const of = (handing: HandingId, trial = false) => ({ handing, line: 'l' as never, trial });
  await countCharityCalls(db, [of(one), of(one)]);
  await countCharityCalls(db, [of(one), of(two), of(two, true)]);
  await countCharityCalls(db, [of('three' as HandingId, true)]);
  deepEqual(await db.selectFrom('charity_counts').select(['campaign_id', 'calls']).execute(), [
    { campaign_id: 'c', calls: 2 },
  ]);
  await db.updateTable('campaigns').set({ trial: true }).execute();
  await countCharityCalls(db, [of('three' as HandingId, true)]);
  deepEqual(await db.selectFrom('charity_counts').select('calls').execute(), [{ calls: 3 }]);
  await line.stop();
});

test('[CHA-5] the keys of drafts outlive their calls, go with a call that is handed over, and have a limit', () => {
  const kept = new Map<string, Uint8Array>();
  const keeper = {
    put: (name: string, key: Uint8Array) => void kept.set(name, Uint8Array.from(key)),
    destroy: (name: string) => void kept.delete(name),
  };
  const keys = new DraftKeys(keeper);
  const [first, second] = ['first' as CallId, 'second' as CallId];
  const key = keys.give(first, GIVER);
  equal(keys.give(first, LISTENER), key, 'whoever gets the call reads what was typed in it');
  keys.give(second, GIVER);
  const next = new DraftKeys(keeper);
  const others = next.restore(new Map([...kept, ['call', new Uint8Array(32)]]));
  deepEqual([...others.keys()], ['call']);
  equal(next.again(first, GIVER), key);
  deepEqual(next.destroy(first), [GIVER]);
  equal(next.again(first, GIVER), null);
  deepEqual([...kept.keys()], ['draft second']);
  for (let n = 0; n < 8_001; n += 1) next.give(`call-${n}` as CallId, GIVER);
  equal(next.again(second, GIVER), null);
  equal(kept.size, 8_000);
});
