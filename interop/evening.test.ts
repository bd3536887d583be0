import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, FloorState } from '@pledgeline/contract';
import { Donors, type Donor, type Ringing } from './evening/donors.ts';
import { openPhones } from './evening/phones.ts';
import { EveningRoom } from './evening/room.ts';
import { Line } from './line.ts';
import { Office } from './office.ts';
import { until } from './wait.ts';

/** An hour of 480 calls at 15 positions, pressed into ten minutes: a call of 68 s is one of 11, and 12 s after it are 2. */
const SEATS = 15;
const CALLS = 480;
const EVENING_MS = 600_000;
const TALK_MS = 11_000;
const WRAP_UP_SECONDS = 2;
/** When the number is on air, as parts of the evening, and which part of all calls comes in the minute after it. */
const MOMENTS = [0.2, 0.6];
const RUSH_SHARE = 0.15;
const RUSH = 0.1;

/** When each of them rings, as a part of the evening: most of them evenly, and a rush after each moment. */
function arrivals(): number[] {
  const inRush = Math.round(CALLS * RUSH_SHARE);
  const evenly = CALLS - inRush * MOMENTS.length;
  const even = Array.from({ length: evenly }, (_, index) => index / evenly);
  const rushes = MOMENTS.flatMap((moment) =>
    // More at once than later: the square of what is even.
    Array.from({ length: inRush }, (_, index) => moment + RUSH * (index / inRush) ** 2),
  );
  return [...even, ...rushes].toSorted((one, other) => one - other);
}

const donor = (index: number): Donor => ({
  // ARCEP keeps 06 39 98 for fiction.
  number: `+3363998${String(index).padStart(4, '0')}`,
  cents: 1_000 + ((index * 7_919) % 240) * 50,
});

test('[TEL-105] an evening of 480 calls at 15 positions: no call is lost, and the totals are what the callers promised, to the cent', async (t) => {
  const line = await Line.start();
  t.after(() => line.end());
  const office = await Office.signIn(line);
  await office.ask('PUT', '/api/campaign/wrap-up', { seconds: WRAP_UP_SECONDS });
  const { number } = await office.get<Campaign>('/api/campaign');
  const at = { address: '127.0.0.1', port: line.sipPort };
  const phones = await openPhones(at);
  t.after(() => phones.close());
  const donors = await Donors.open(at, number);
  t.after(() => donors.close());
  const byNumber = new Map<string, Ringing>();
  const served = new Set<Ringing>();
  const faults: unknown[] = [];
  const room = new EveningRoom({
    donorOf: (phone) => byNumber.get(phone),
    talkMs: TALK_MS,
    served: (one) => void served.add(one),
    failed: (error) => void faults.push(error),
  });
  t.after(() => room.end());
  await room.seat({ line, office, phones }, SEATS);

  const from = Date.now();
  for (const [index, part] of arrivals().entries()) {
    await pause(Math.max(0, from + part * EVENING_MS - Date.now()));
    const one = donor(index);
    byNumber.set(one.number, donors.ring(one));
  }
  await until('everybody was served', 120_000, () =>
    donors.all.every(({ endedAt }) => endedAt !== null),
  ).catch(() => null);

  deepEqual(faults, []);
  deepEqual(
    donors.all.filter(({ refused }) => refused !== null),
    [],
  );
  equal(served.size, CALLS);
  const { promisedCents, promisedCount } = await office.totals();
  equal(promisedCount, CALLS);
  equal(
    promisedCents,
    donors.all.reduce((sum, { cents }) => sum + cents, 0),
  );

  // Whoever is still in his wrap-up would be free by the time that the log is read.
  await until('everybody is free', 10_000, async () => {
    const { agents } = await office.get<FloorState>('/api/floor');
    return agents.every(({ status }) => status.kind === 'free');
  });
  const [, hash] = /^pledgeline_floor_info\{hash="(\w+)"\} 1$/m.exec(await line.metrics()) ?? [];
  const [, replayed] = /leads to the floor (\w+)/.exec(line.command('check').printed) ?? [];
  ok(hash !== undefined);
  equal(replayed, hash);
});
