import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, FloorState, Totals } from '@pledgeline/contract';
import type { Line } from '../line.ts';
import { Office } from '../office.ts';
import { until } from '../wait.ts';
import { Donors, type Donor, type Ringing } from './donors.ts';
import { openPhones } from './phones.ts';
import { EveningRoom } from './room.ts';

export interface Evening {
  readonly calls: number;
  readonly ms: number;
}

export interface Played {
  /** What went wrong at a desk. */
  readonly faults: readonly unknown[];
  readonly donors: readonly Ringing[];
  /** Who was talked with, and had what he promised saved. */
  readonly served: ReadonlySet<Ringing>;
  readonly totals: Totals;
  /** Of the floor as it was when everybody was free again. */
  readonly floorHash: string;
}

/** An hour pressed sixfold: a call of 68 s is one of 11, and the 12 s after it are 2. */
const SEATS = 15;
const TALK_MS = 11_000;
const WRAP_UP_SECONDS = 2;
/** When the number is on air, as parts of the evening, and which part of all calls comes in the time after it. */
const MOMENTS = [0.2, 0.6];
const RUSH_SHARE = 0.15;
const RUSH = 0.1;

/** When each of them rings, as a part of the evening: most of them evenly, and a rush after each moment. */
function arrivals(calls: number): number[] {
  const inRush = Math.round(calls * RUSH_SHARE);
  const evenly = calls - inRush * MOMENTS.length;
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

/** So many calls at fifteen desk phones whose forms are keyed in by themselves. */
export async function playEvening(line: Line, { calls, ms }: Evening): Promise<Played> {
  const office = await Office.signIn(line);
  await office.ask('PUT', '/api/campaign/wrap-up', { seconds: WRAP_UP_SECONDS });
  const { number } = await office.get<Campaign>('/api/campaign');
  const at = { address: '127.0.0.1', port: line.sipPort };
  const phones = await openPhones(at);
  const donors = await Donors.open(at, number);
  const byNumber = new Map<string, Ringing>();
  const served = new Set<Ringing>();
  const faults: unknown[] = [];
  const room = new EveningRoom({
    donorOf: (phone) => byNumber.get(phone),
    talkMs: TALK_MS,
    served: (one) => void served.add(one),
    failed: (error) => void faults.push(error),
  });
  try {
    await room.seat({ line, office, phones }, SEATS);
    const from = Date.now();
    for (const [index, part] of arrivals(calls).entries()) {
      await pause(Math.max(0, from + part * ms - Date.now()));
      const one = donor(index);
      byNumber.set(one.number, await donors.ring(one));
    }
    const isOver = (): boolean =>
      donors.all.every(({ endedAt, refused }) => endedAt !== null || refused !== null);
    await until('everybody was served', 120_000, isOver).catch(() => null);
    // Whoever is still in his wrap-up would be free by the time that the log is read.
    await until('everybody is free', 20_000, async () => {
      const { agents } = await office.get<FloorState>('/api/floor');
      return agents.every(({ status }) => status.kind === 'free');
    });
    const [, floorHash = ''] = /^pledgeline_floor_info\{hash="(\w+)"\} 1$/m.exec(await line.metrics()) ?? [];
    return { faults, donors: donors.all, served, totals: await office.totals(), floorHash };
  } finally {
    room.end();
    donors.close();
    phones.close();
  }
}
