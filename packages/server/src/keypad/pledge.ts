import type { PledgeForm } from '@pledgeline/contract';
import { ok, type CallId, type Result } from '@pledgeline/core';
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { correct, insert, oneAtATime } from '../pledges/store.ts';

/** What a caller has promised by keypad. */
export interface KeyedPledge {
  readonly call: CallId;
  readonly euros: number;
  /** E.164; empty: no link is wanted. */
  readonly phone: string;
  readonly language: 'fr' | 'en';
  /** A test call in a campaign that is none. */
  readonly trialCall: boolean;
}

/**
 * [KPD-4] Saves it under an id that is made of the call: said again it is the same pledge, with what was said last. When
 * this has answered, it is on disk.
 */
export async function saveKeyed(
  db: Kysely<Tables>,
  keyed: KeyedPledge,
  nowMs: number,
): Promise<Result<{ readonly changed: boolean }, 'UNAVAILABLE'>> {
  const id = pledgeIdOf(keyed.call);
  return db.transaction().execute(async (step) => {
    const row = await oneAtATime(step, id);
    const wanted = { id, actor: NOBODY, trialCall: keyed.trialCall, source: 'keypad' } as const;
    if (row === undefined) return insert(step, { ...wanted, form: formOf(keyed, 1, nowMs) });
    const isSame = row.amount_cents === keyed.euros * 100 && row.phone === keyed.phone;
    if (isSame) return ok({ changed: false });
    return correct(step, row, { ...wanted, form: formOf(keyed, row.revision + 1, nowMs) });
  });
}

/** Those of the calls that have promised by keypad already. */
export async function notedCalls(db: Kysely<Tables>, calls: readonly CallId[]): Promise<readonly CallId[]> {
  if (calls.length === 0) return [];
  const byId = new Map(calls.map((call) => [pledgeIdOf(call), call]));
  const rows = await db
    .selectFrom('pledges')
    .select('id')
    .where('id', 'in', [...byId.keys()])
    .execute();
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}

/** RFC 9562 §5.8: a UUID of our own making (version 8), of nothing but the call's name. */
export function pledgeIdOf(call: CallId): string {
  const hex = createHash('sha256').update(`pledge by keypad ${call}`).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}

const formOf = (keyed: KeyedPledge, revision: number, nowMs: number): PledgeForm => ({
  call: keyed.call,
  revision,
  amountCents: keyed.euros * 100,
  frequency: 'once',
  way: 'sms',
  donor: { ...UNNAMED, phone: keyed.phone },
  language: keyed.language,
  note: '',
  // Nobody read anything aloud; the page that the link opens says who keeps the data, and why.
  informationVersion: '',
  refusesSolicitation: false,
  takenAt: new Date(nowMs).toISOString(),
});

const UNNAMED = {
  title: '',
  firstName: '',
  lastName: '',
  email: '',
  street: '',
  postcode: '',
  town: '',
  country: 'FR',
} as const;
