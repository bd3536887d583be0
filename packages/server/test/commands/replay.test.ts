import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { replay } from '../../src/commands/replay.ts';
import { recordedNight } from '../../src/reports/recorded-night.ts';
import { seatsAtOnce } from '../../src/reports/replay.ts';
import { readSettings } from '../../src/settings.ts';
import { StartFault } from '../../src/start-fault.ts';
import { addCampaign } from '../pledges/house.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let house: TestDatabase;

/** Of one evening in Paris: 21:00 there is 20:00 UTC. */
const at = (time: string, day = '2026-12-04'): string => `${day}T${time}Z`;

interface Recorded {
  readonly arrived: string;
  readonly answered?: string;
  readonly ended: string;
  readonly seating?: string;
  readonly reason?: string;
  readonly trial?: boolean;
}

let records = 0;
const record = async ({ arrived, answered, ended, seating, reason = 'caller', trial = false }: Recorded) => {
  records += 1;
  await house.db
    .insertInto('call_records')
    .values({
      id: `call-${records}`,
      line_id: 'l1',
      arrived_at: arrived,
      answered_at: answered ?? null,
      ended_at: ended,
      seating_id: seating ?? null,
      withheld: false,
      reason,
      trial,
    })
    .execute();
};

before(async () => {
  house = await testDatabase();
});
after(() => house.end());

async function typed(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await replay.run({
    args,
    environment: {},
    root: '/',
    terminal: { say: (line) => void said.push(line), complain: (line) => void complained.push(line) },
    settings: () => {
      const read = readSettings({ DATABASE_URL: house.url }, '/');
      assert.ok(read.ok);
      return read.value;
    },
    stop: new AbortController().signal,
  });
  return { code, said, complained };
}

const refused = (args: readonly string[], sentence: RegExp) =>
  assert.rejects(typed(...args), (error) => error instanceof StartFault && sentence.test(error.sentence));

/** One seat; three callers at once, of whom one gives up; one who rings after midnight; and what does not count. */
async function recordEvening(): Promise<void> {
  const { db } = house;
  await addCampaign(db, { id: 'c1', trial: false });
  await db.insertInto('sites').values({ id: 'caen', name: 'Caen' }).execute();
  await db
    .insertInto('positions')
    .values({ id: 'p1', site_id: 'caen', number: 1, code: 'AAA333', code_expires_at: null })
    .execute();
  const sat = { position_id: 'p1', expires_at: '2099-01-01' };
  await db
    .insertInto('seatings')
    .values([
      { id: 's1', name: 'Zoé', taken_at: at('19:00:00'), left_at: at('21:00:00'), ...sat },
      { id: 's2', name: 'Max', taken_at: at('21:00:00'), left_at: at('23:59:00'), ...sat },
      { id: 'other', name: 'Lou', taken_at: at('08:00:00'), left_at: at('09:00:00'), ...sat },
    ])
    .execute();
  const seating = 's1';
  await record({ arrived: at('20:00:00'), answered: at('20:00:00'), ended: at('20:01:00'), seating });
  await record({ arrived: at('20:00:01'), answered: at('20:01:12'), ended: at('20:02:12'), seating });
  await record({ arrived: at('20:00:02'), ended: at('20:00:32'), reason: 'cancelled' });
  await record({ arrived: at('23:30:00'), answered: at('23:30:00'), ended: at('23:30:30'), seating: 's2' });
  await record({ arrived: at('20:00:03'), ended: at('20:01:00'), trial: true });
  await record({
    arrived: at('12:00:00'),
    answered: at('12:00:00'),
    ended: at('12:00:09'),
    reason: 'line-closed',
  });
  // The evening before, and a rehearsal the morning after.
  await record({ arrived: at('20:00:00', '2026-12-03'), ended: at('20:00:05', '2026-12-03') });
  await record({ arrived: at('10:00:00', '2026-12-05'), ended: at('10:00:05', '2026-12-05'), trial: true });
}

test('[PLAN-3] where no call was recorded that counts, it says so', async () => {
  await refused([], /^No call has been recorded yet that counts/);
  await record({ arrived: at('20:00:00', '2026-11-01'), ended: at('20:00:05', '2026-11-01'), trial: true });
  await refused([], /^No call has been recorded yet that counts/);
  await refused(['--day', '2026-11-01'], /^In the night of 2026-11-01 there were 1 trial calls and no other/);
  await refused(['--day', '2026-11-02'], /^No call was recorded in the night of 2026-11-02/);
});

test('[PLAN-1] a night goes on after midnight, and holds what reached the floor', async () => {
  await recordEvening();
  const night = await recordedNight(house.db, null);
  assert.ok(night.ok);
  const { day, zone, calls, seats, trialCalls } = night.value;
  assert.deepEqual([day, zone, trialCalls], ['2026-12-04', 'Europe/Paris', 1]);
  assert.deepEqual(calls, [
    { arrivedAtMs: 0, waitedMs: 0, end: { kind: 'talked', talkedMs: 60_000 } },
    { arrivedAtMs: 1_000, waitedMs: 71_000, end: { kind: 'talked', talkedMs: 60_000 } },
    { arrivedAtMs: 2_000, waitedMs: 30_000, end: { kind: 'gave-up' } },
    { arrivedAtMs: 12_600_000, waitedMs: 0, end: { kind: 'talked', talkedMs: 30_000 } },
  ]);
  assert.deepEqual(
    seats.map(({ site, fromMs, untilMs }) => [site, fromMs, untilMs]),
    [
      ['caen', 0, 3_600_000],
      ['caen', 3_600_000, 14_340_000],
    ],
  );
  assert.equal(seatsAtOnce(seats), 1, 'a seat that is handed on is one');
  const eve = await recordedNight(house.db, '2026-12-03');
  assert.equal(eve.ok && eve.value.calls.length, 1);
});

test('[PLAN-2] the night is played again on other seats and shown beside what it was', async () => {
  const { code, said } = await typed('--seats', 'Caen:3', '--nights', '3');
  assert.equal(code, 0);
  const report = said.join('\n');
  assert.match(
    report,
    /^The night of 2026-12-04 \(Europe\/Paris\): 4 calls from 21:00 to 00:30, 1 seats taken/,
  );
  assert.match(report, /^Not among them: 1 trial calls\.$/m);
  assert.match(report, /^Played again with 3 seats, 3 times \(seeds 1 to 3\); the bound is 10 s\.$/m);
  assert.match(report, /^ {2}answered within the bound +50\.0 %( +100\.0 %){3}$/m);
  assert.match(report, /^ {2}gave up +25\.0 %( +0\.0 %){3}$/m);
  assert.match(report, /^ {2}longest wait +71\.0 s( +0\.0 s){3}$/m);
  assert.equal(said.at(-1), '1 callers were lost (25.0 % gave up); 0 would have been.');
  assert.deepEqual((await typed('--seats', 'Caen:3', '--nights', '3')).said, said);
});

test('[PLAN-2] without seats it is played on those that were taken, and is what it was', async () => {
  const { said } = await typed('--nights', '1', '--seed', '2', '--json');
  const { day, was, nights } = JSON.parse(said.join('')) as {
    day: string;
    was: { rang: number; gaveUp: number };
    nights: { rang: number; gaveUp: number; waitMaxMs: number }[];
  };
  assert.deepEqual([day, was.rang, was.gaveUp, nights.length], ['2026-12-04', 4, 1, 1]);
  assert.deepEqual([nights[0]?.rang, nights[0]?.gaveUp], [4, 1]);
  // Picking up and the wrap-up of twelve seconds, which were in the wait that was.
  assert.ok(Math.abs((nights[0]?.waitMaxMs ?? 0) - 71_000) < 1_000);
});

test('[PLAN-3] what is not understood is named, and a site that is not known', async () => {
  for (const [args, sentence] of [
    [['--day', 'yesterday'], /^--day is a day of this century/],
    [['--seats', 'many'], /^--seats is a number, or a site and a number/],
    [['--seats', '-1'], /no option of "replay"|^--seats is a number/],
    [['--bound', 'x'], /^--bound is a number from 0 to 3600\.$/],
    [['--nights', '0'], /^--nights is a number from 1 to 1000\.$/],
    [['--fly'], /^One of these is no option of "replay"/],
  ] as const) {
    const { code, complained, said } = await typed(...args);
    assert.equal(code, 2);
    assert.deepEqual(said, []);
    assert.match(complained[0] ?? '', sentence);
    assert.ok(complained.some((line) => line.includes('--day YYYY-MM-DD')));
  }
  await refused(['--seats', 'Rennes:4'], /^There is no site “Rennes”\. The sites are: Caen\.$/);
  await refused(['--seats', '999999'], /^A floor has \d+ seats at the most/);
  const help = await typed('--help');
  assert.equal(help.code, 0);
  assert.ok(help.said.length > 5);
});
