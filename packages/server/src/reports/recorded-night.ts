import { localMs, momentOf, nextDay, readingOf } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { RecordedCall, Seats } from '@pledgeline/simulator';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** A night as the records have it. Moments within it are milliseconds from the first call. */
export interface RecordedNight {
  /** The day on which it began, by the clocks of `zone`. */
  readonly day: string;
  readonly zone: string;
  readonly firstCallAt: number;
  readonly lastCallAt: number;
  readonly calls: readonly RecordedCall[];
  /** Who sat where, and when; a site is named by its id. */
  readonly seats: readonly Seats[];
  /** Of that night, and not among the calls. */
  readonly trialCalls: number;
}

export type NightFault =
  | { readonly kind: 'NO_NIGHT' }
  | { readonly kind: 'NOTHING_THAT_NIGHT'; readonly day: string; readonly trialCalls: number };

/** What a night is on the clock: an appeal that goes on after midnight is still of the evening before. */
const NIGHT_BEGINS = '06:00';
const DAY_MS = 86_400_000;

/** [PLAN-1] The calls of one night and the seats that were taken; without a day, the last night that there was. */
export async function recordedNight(
  db: Kysely<Tables>,
  wanted: string | null,
): Promise<Result<RecordedNight, NightFault>> {
  const zone = await zoneOf(db);
  const day = wanted ?? (await lastDay(db, zone));
  if (day === null) return failed({ kind: 'NO_NIGHT' });
  const span = spanOf(day, zone);
  const rows = await callsIn(db, span);
  const counted = rows.filter(({ trial }) => !trial);
  const trialCalls = rows.length - counted.length;
  const calls = counted.flatMap(callOf);
  const [first] = calls;
  if (first === undefined) return failed({ kind: 'NOTHING_THAT_NIGHT', day, trialCalls });
  const firstCallAt = first.arrivedAtMs;
  const lastCallAt = calls.at(-1)?.arrivedAtMs ?? firstCallAt;
  const last = calls.reduce((latest, one) => Math.max(latest, endOf(one)), firstCallAt);
  const seats = await seatsIn(db, { from: firstCallAt, until: last });
  return ok({
    day,
    zone,
    firstCallAt,
    lastCallAt,
    trialCalls,
    seats,
    calls: calls.map((call) => ({ ...call, arrivedAtMs: call.arrivedAtMs - firstCallAt })),
  });
}

const endOf = ({ arrivedAtMs, waitedMs, end }: RecordedCall): number =>
  arrivedAtMs + waitedMs + (end.kind === 'talked' ? end.talkedMs : 0);

/** The clocks of the campaign that is open, else of the newest. */
async function zoneOf(db: Kysely<Tables>): Promise<string> {
  const row = await db
    .selectFrom('campaigns')
    .select('time_zone')
    .orderBy('open', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.time_zone ?? 'UTC';
}

function spanOf(day: string, zone: string): { readonly from: number; readonly until: number } {
  const begins = localMs(day, NIGHT_BEGINS);
  return { from: momentOf(begins, zone, 'first'), until: momentOf(nextDay(begins), zone, 'first') };
}

async function lastDay(db: Kysely<Tables>, zone: string): Promise<string | null> {
  const row = await db
    .selectFrom('call_records')
    .select('arrived_at')
    .where('trial', '=', false)
    .orderBy('arrived_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { date } = readingOf(row.arrived_at.getTime(), zone);
  const at = row.arrived_at.getTime();
  return at >= spanOf(date, zone).from ? date : readingOf(at - DAY_MS / 2, zone).date;
}

interface CallRow {
  readonly arrived: number;
  readonly answered: number | null;
  readonly ended: number;
  readonly talked: boolean;
  readonly keyed: boolean;
  readonly reason: string;
  readonly trial: boolean;
}

/** Calls that no floor ever saw are left out: whoever rang while the line was closed, and whose sound was refused. */
async function callsIn(
  db: Kysely<Tables>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<readonly CallRow[]> {
  const { rows } = await sql<CallRow>`
    select (extract(epoch from r.arrived_at) * 1000)::float8 as arrived,
      (extract(epoch from coalesce(r.connected_at, r.answered_at)) * 1000)::float8 as answered,
      (extract(epoch from r.ended_at) * 1000)::float8 as ended,
      r.seating_id is not null as talked, r.reason, r.trial,
      r.seating_id is null
        and exists (select from pledges p where p.call_id = r.id and p.seating_id is null) as keyed
    from call_records r
    where r.arrived_at >= ${new Date(from)} and r.arrived_at < ${new Date(until)}
      and (r.seating_id is not null or r.reason not in ('line-closed', 'sound-refused', 'barred'))
    order by r.arrived_at, r.id`.execute(db);
  return rows;
}

function callOf({ arrived, answered, ended, talked, keyed, reason }: CallRow): RecordedCall[] {
  const [arrivedAtMs, endedAtMs] = [Math.round(arrived), Math.round(ended)];
  const wholeMs = Math.max(0, endedAtMs - arrivedAtMs);
  if (reason === 'line-full') return [{ arrivedAtMs, waitedMs: 0, end: { kind: 'turned-away' } }];
  if (!talked) return [{ arrivedAtMs, waitedMs: wholeMs, end: { kind: keyed ? 'keyed' : 'gave-up' } }];
  const waitedMs = Math.min(wholeMs, Math.max(0, Math.round(answered ?? arrived) - arrivedAtMs));
  return [{ arrivedAtMs, waitedMs, end: { kind: 'talked', talkedMs: wholeMs - waitedMs } }];
}

async function seatsIn(
  db: Kysely<Tables>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<readonly Seats[]> {
  const rows = await db
    .selectFrom('seatings')
    .innerJoin('positions', 'positions.id', 'seatings.position_id')
    .select(['positions.site_id', 'seatings.taken_at', 'seatings.left_at', 'seatings.expires_at'])
    .where('seatings.taken_at', '<', new Date(until))
    .where((where) =>
      where.or([where('seatings.left_at', 'is', null), where('seatings.left_at', '>', new Date(from))]),
    )
    .where('seatings.expires_at', '>', new Date(from))
    .orderBy('seatings.taken_at')
    .orderBy('seatings.id')
    .execute();
  return rows.map(({ site_id: site, taken_at, left_at, expires_at }) => ({
    site,
    count: 1,
    fromMs: Math.max(0, taken_at.getTime() - from),
    untilMs: Math.min(left_at?.getTime() ?? Infinity, expires_at.getTime()) - from,
    noShowShare: 0,
  }));
}
