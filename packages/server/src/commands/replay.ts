import { failed, ok, type Result } from '@pledgeline/core';
import { LIMITS, type Seats } from '@pledgeline/simulator';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { recordedNight, type NightFault, type RecordedNight } from '../reports/recorded-night.ts';
import { replayed } from '../reports/replay.ts';
import { StartFault } from '../start-fault.ts';
import { loadRules } from '../telephony/rules.ts';
import { NOT_UNDERSTOOD, type Command } from './command.ts';
import { withLineDatabase } from './line-database.ts';
import { readReplay, REPLAY_USAGE, type ReplayWanted } from './replay-options.ts';
import { replayLines } from './replay-report.ts';

/** What the office asks the morning after: was it enough, and what would other seats have changed? */
export const replay: Command = {
  name: 'replay',
  usage: '[--day YYYY-MM-DD] [--seats N] …',
  summary: 'plays a night that was recorded again, with other seats, and shows it beside what it was',
  internal: false,
  run: async ({ args, settings, terminal, stop }) => {
    if (args.includes('--help')) {
      for (const line of REPLAY_USAGE) terminal.say(line);
      return 0;
    }
    const wanted = readReplay(args);
    if (!wanted.ok) {
      for (const line of [...wanted.failure, '', ...REPLAY_USAGE]) terminal.complain(line);
      return NOT_UNDERSTOOD;
    }
    const told = await withLineDatabase({ settings: settings(), stop }, (db) => linesOf(db, wanted.value));
    if (!told.ok) throw new StartFault(told.failure);
    for (const line of told.value) terminal.say(line);
    return 0;
  },
};

async function linesOf(db: Kysely<Tables>, wanted: ReplayWanted): Promise<Result<readonly string[], string>> {
  const read = await recordedNight(db, wanted.day);
  if (!read.ok) return failed(nightSentence(read.failure));
  const night = read.value;
  const seats = await seatsFor(db, wanted, night);
  if (!seats.ok) return seats;
  const rules = await loadRules(db);
  const boundMs = wanted.boundMs ?? rules.choiceMs ?? BOUND_MS;
  const result = replayed(night, { seats: seats.value, rules, boundMs, seeds: wanted.seeds });
  if (wanted.json) return ok([JSON.stringify({ day: night.day, ...result })]);
  return ok(replayLines({ night, wanted, seats: seats.value, boundMs }, result));
}

/** Where the campaign promises no bound. */
const BOUND_MS = 10_000;

/** Sites are typed by their names. Without seats, those that were taken, from when to when they were. */
async function seatsFor(
  db: Kysely<Tables>,
  { seats }: ReplayWanted,
  night: RecordedNight,
): Promise<Result<readonly Seats[], string>> {
  if (seats === null) return ok(night.seats);
  if (seats.reduce((sum, { count }) => sum + count, 0) > LIMITS.seatsMax)
    return failed(`A floor has ${LIMITS.seatsMax} seats at the most: give fewer --seats.`);
  const sites = await db.selectFrom('sites').select(['id', 'name']).orderBy('name').execute();
  const placed = seats.map(({ site, count }) => ({
    site,
    count,
    id: site === '' ? '' : sites.find(({ id, name }) => id === site || name === site)?.id,
  }));
  const lost = placed.find(({ id }) => id === undefined);
  if (lost !== undefined)
    return failed(
      `There is no site “${lost.site}”. The sites are: ${sites.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  return ok(
    placed.map(({ id = '', count }) => ({ site: id, count, fromMs: 0, untilMs: Infinity, noShowShare: 0 })),
  );
}

function nightSentence(fault: NightFault): string {
  if (fault.kind === 'NO_NIGHT')
    return 'No call has been recorded yet that counts: a night can be replayed once donors have rung.';
  const { day, trialCalls } = fault;
  return trialCalls === 0
    ? `No call was recorded in the night of ${day} (from 6 in the morning to 6 the next).`
    : `In the night of ${day} there were ${trialCalls} trial calls and no other: trial calls never count.`;
}
