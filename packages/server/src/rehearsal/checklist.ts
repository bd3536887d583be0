import { REHEARSAL_LIMITS, type CheckItem } from '@pledgeline/contract';
import type { Facts } from './facts.ts';

const HOUR_MS = 3_600_000;
const MEGABYTE = 1_000_000;
/** Below, an evening could fill it. */
const FREE_BYTES_LOW = 5_000 * MEGABYTE;
/** Below, it is full before midnight. */
const FREE_BYTES_LEAST = 1_000 * MEGABYTE;

/** [RHS-1] Each thing that must be right before the line goes live, and how it is, in the order in which one sees to it. */
export const checklist = (facts: Facts): readonly CheckItem[] => [
  trunks(facts),
  numbers(facts),
  hours(facts),
  stop(facts),
  prompts(facts),
  seats(facts),
  sound(facts),
  mail(facts),
  payment(facts),
  disk('disk', facts.dataDisk),
  disk('database-disk', facts.databaseDisk),
  backup(facts),
  rehearsed(facts),
];

type Judged = Pick<CheckItem, 'kind' | 'state' | 'found'> & Partial<CheckItem>;

const item = ({ names = [], count = 0, of = 0, at = null, ...judged }: Judged): CheckItem => ({
  count,
  of,
  at,
  names: names.slice(0, REHEARSAL_LIMITS.namesMax),
  ...judged,
});

/** [RHS-2] */
function trunks({ trunks: all, trial }: Facts): CheckItem {
  const kind = 'trunks';
  const of = all.length;
  const those = (reach: 'down' | 'unknown'): string[] =>
    all.filter((trunk) => trunk.reach === reach).map(({ name }) => name);
  const [down, unasked] = [those('down'), those('unknown')];
  if (of === 0) return item({ kind, state: trial ? 'to-do' : 'wrong', found: 'trunks-none' });
  if (down.length > 0)
    return item({ kind, state: 'wrong', found: 'trunks-down', names: down, count: down.length, of });
  if (unasked.length > 0)
    return item({ kind, state: 'to-do', found: 'trunks-unasked', names: unasked, count: unasked.length, of });
  return item({ kind, state: 'ok', found: 'trunks-up', count: of, of });
}

const numbers = ({ numbers: count }: Facts): CheckItem =>
  count === 0
    ? item({ kind: 'numbers', state: 'wrong', found: 'numbers-none' })
    : item({ kind: 'numbers', state: 'ok', found: 'numbers-there', count, of: count });

/** [RHS-3] Without hours the line is open at once: that is seldom meant. */
function hours({ openings, now }: Facts): CheckItem {
  const kind = 'hours';
  if (openings.length === 0) return item({ kind, state: 'to-do', found: 'hours-none' });
  const next = openings.find(({ until }) => until > now);
  if (next === undefined) return item({ kind, state: 'wrong', found: 'hours-past' });
  return item({ kind, state: 'ok', found: 'hours-there', at: next.from });
}

const stop = ({ closedByHand }: Facts): CheckItem =>
  closedByHand
    ? item({ kind: 'stop', state: 'to-do', found: 'line-closed' })
    : item({ kind: 'stop', state: 'ok', found: 'line-by-hours' });

const prompts = ({ prompts: { of, synthetic }, trial }: Facts): CheckItem =>
  synthetic === 0
    ? item({ kind: 'prompts', state: 'ok', found: 'prompts-own', count: of, of })
    : item({
        kind: 'prompts',
        state: trial ? 'to-do' : 'wrong',
        found: 'prompts-synthetic',
        count: synthetic,
        of,
      });

function seats({ positions }: Facts): CheckItem {
  const kind = 'seats';
  const of = positions.length;
  const empty = positions.filter(({ seated }) => !seated);
  if (of === 0) return item({ kind, state: 'wrong', found: 'seats-none' });
  if (empty.length === 0) return item({ kind, state: 'ok', found: 'seats-full', count: of, of });
  const names = empty.map(({ name }) => name);
  return item({ kind, state: 'to-do', found: 'seats-empty', count: of - empty.length, of, names });
}

/** [RHS-4] Somebody who sits there and hears nothing is worse than a position whose headset nobody has tried yet. */
function sound({ positions, now }: Facts): CheckItem {
  const kind = 'sound';
  const of = positions.length;
  const deaf = positions.filter(({ seated, sounds }) => seated && !sounds);
  const fresh = now - REHEARSAL_LIMITS.tickHours * HOUR_MS;
  const untried = positions.filter(({ sounds, soundedAt }) => !sounds && (soundedAt ?? 0) < fresh);
  const told = (found: 'sound-missing' | 'sound-unchecked', those: Facts['positions']): CheckItem =>
    item({
      kind,
      state: found === 'sound-missing' ? 'wrong' : 'to-do',
      found,
      count: those.length,
      of,
      names: those.map(({ name }) => name),
    });
  if (deaf.length > 0) return told('sound-missing', deaf);
  if (of === 0 || untried.length > 0) return told('sound-unchecked', untried);
  return item({ kind, state: 'ok', found: 'sound-checked', count: of, of });
}

/** [RHS-5] Where nothing goes out, messages are kept to be read: right for a trial, and for nobody else. */
function mail({ mail: is, trial }: Facts): CheckItem {
  const kind = 'mail';
  if (is === 'reached') return item({ kind, state: 'ok', found: 'mail-reached' });
  if (is === 'lost') return item({ kind, state: 'wrong', found: 'mail-lost' });
  return item({ kind, state: trial ? 'to-do' : 'wrong', found: 'mail-kept' });
}

function payment({ payment: is, trial }: Facts): CheckItem {
  const kind = 'payment';
  if (is === 'reached') return item({ kind, state: 'ok', found: 'payment-reached' });
  if (is === 'lost') return item({ kind, state: 'wrong', found: 'payment-lost' });
  return item({ kind, state: trial ? 'to-do' : 'wrong', found: 'payment-sandbox' });
}

/** [RHS-6] */
function disk(kind: 'disk' | 'database-disk', free: number | null): CheckItem {
  if (free === null) return item({ kind, state: 'to-do', found: 'disk-elsewhere' });
  const count = Math.floor(free / MEGABYTE);
  if (free < FREE_BYTES_LEAST) return item({ kind, state: 'wrong', found: 'disk-full', count });
  if (free < FREE_BYTES_LOW) return item({ kind, state: 'to-do', found: 'disk-low', count });
  return item({ kind, state: 'ok', found: 'disk-free', count });
}

/** [RHS-7] */
function backup({ backup: ticked, now }: Facts): CheckItem {
  const kind = 'backup';
  const isFresh = ticked !== null && now - ticked.at < REHEARSAL_LIMITS.tickHours * HOUR_MS;
  if (!isFresh) return item({ kind, state: 'to-do', found: 'backup-open', at: ticked?.at ?? null });
  return item({ kind, state: 'ok', found: 'backup-ticked', names: [ticked.by], at: ticked.at });
}

function rehearsed({ rehearsedAt, now }: Facts): CheckItem {
  const kind = 'rehearsed';
  const isFresh = rehearsedAt !== null && now - rehearsedAt < REHEARSAL_LIMITS.tickHours * HOUR_MS;
  return isFresh
    ? item({ kind, state: 'ok', found: 'rehearsed', at: rehearsedAt })
    : item({ kind, state: 'to-do', found: 'not-rehearsed', at: rehearsedAt });
}
