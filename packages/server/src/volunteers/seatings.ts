import type { Language } from '@pledgeline/contract';
import { failed, ok, type AgentId, type PositionId, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SeatHeld } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';

type Db = Kysely<Tables>;

/** Longer than any shift; whoever forgets to get up is got up then. */
export const SEAT_HOURS = 14;

export type Sitter = { readonly name: string; readonly languages: readonly Language[] } & (
  | { readonly kind: 'volunteer' }
  | { readonly kind: 'staff'; readonly id: string }
);

export interface Seated {
  readonly seat: SeatHeld;
  /** What the browser keeps; only its hash is here. Null for staff, whose session is enough. */
  readonly token: string | null;
  /** Who sat at the position and whose time was over. */
  readonly expired: readonly AgentId[];
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The position that a code opens now. */
export async function positionByCode(db: Db, code: string): Promise<PositionId | null> {
  const found = await db
    .selectFrom('positions')
    .select('id')
    .where('code', '=', code)
    .where((where) =>
      where.or([where('code_expires_at', 'is', null), where('code_expires_at', '>', sql<Date>`now()`)]),
    )
    .executeTakeFirst();
  return (found?.id ?? null) as PositionId | null;
}

/**
 * Sits somebody down. Two at once for one position: the index `seatings_taken` lets one through, and the other is told
 * POSITION_TAKEN.
 */
export async function sitAt(
  db: Db,
  position: PositionId,
  sitter: Sitter,
): Promise<Result<Seated, 'NOT_FOUND' | 'POSITION_TAKEN'>> {
  const place = await db
    .selectFrom('positions')
    .innerJoin('sites', 'sites.id', 'positions.site_id')
    .leftJoin('phone_accounts', 'phone_accounts.position_id', 'positions.id')
    .select([
      'positions.number',
      'positions.phone',
      'positions.professional',
      'positions.listener',
      'sites.name as site',
      'sites.id as site_id',
      'sites.outsourced',
      'phone_accounts.user_name as account',
    ])
    .where('positions.id', '=', position)
    .executeTakeFirst();
  if (place === undefined) return failed('NOT_FOUND');
  const expired = await endExpired(db, position);
  const agent = randomUUID() as string as AgentId;
  const token = sitter.kind === 'staff' ? null : randomBytes(32).toString('base64url');
  const taken = await db
    .insertInto('seatings')
    .values({
      id: agent,
      position_id: position,
      name: sitter.name,
      languages: [...sitter.languages],
      token_hash: token === null ? null : hashOf(token),
      staff_id: sitter.kind === 'staff' ? sitter.id : null,
      expires_at: sql<Date>`now() + make_interval(hours => ${SEAT_HOURS})`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (taken === undefined) return failed('POSITION_TAKEN');
  const { number: positionNumber, site_id: siteId, ...here } = place;
  const { name, languages } = sitter;
  return ok({ seat: { agent, position, positionNumber, siteId, name, languages, ...here }, token, expired });
}

/** Ends what has run out, at one position or everywhere; answers who got up by it. */
export async function endExpired(db: Db, position: PositionId | null): Promise<readonly AgentId[]> {
  const ended = await db
    .updateTable('seatings')
    .set({ left_at: sql<Date>`now()` })
    .where('left_at', 'is', null)
    .where('expires_at', '<=', sql<Date>`now()`)
    .$if(position !== null, (query) => query.where('position_id', '=', position))
    .returning('id')
    .execute();
  return ended.map((seating) => seating.id as AgentId);
}

/** False: this seating was over before. */
export async function getUp(db: Db, agent: AgentId): Promise<boolean> {
  const ended = await db
    .updateTable('seatings')
    .set({ left_at: sql<Date>`now()` })
    .where('id', '=', agent)
    .where('left_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Frees a position; answers who sat there, null if nobody. */
export async function clearPosition(db: Db, position: PositionId): Promise<AgentId | null> {
  const ended = await db
    .updateTable('seatings')
    .set({ left_at: sql<Date>`now()` })
    .where('position_id', '=', position)
    .where('left_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return (ended?.id ?? null) as AgentId | null;
}

const seats = (db: Db) =>
  db
    .selectFrom('seatings')
    .innerJoin('positions', 'positions.id', 'seatings.position_id')
    .innerJoin('sites', 'sites.id', 'positions.site_id')
    .leftJoin('phone_accounts', 'phone_accounts.position_id', 'positions.id')
    .select([
      'seatings.id',
      'seatings.name',
      'seatings.position_id',
      'positions.number',
      'positions.phone',
      'positions.professional',
      'positions.listener',
      'seatings.languages',
      'sites.name as site',
      'sites.id as site_id',
      'sites.outsourced',
      'phone_accounts.user_name as account',
    ])
    .where('seatings.left_at', 'is', null)
    .where('seatings.expires_at', '>', sql<Date>`now()`);

type SeatRow = NonNullable<Awaited<ReturnType<ReturnType<typeof seats>['executeTakeFirst']>>>;

const seatHeld = (row: SeatRow): SeatHeld => ({
  agent: row.id as AgentId,
  position: row.position_id as PositionId,
  positionNumber: row.number,
  site: row.site,
  siteId: row.site_id,
  name: row.name,
  phone: row.phone,
  account: row.account,
  outsourced: row.outsourced,
  languages: row.languages,
  professional: row.professional,
  listener: row.listener,
});

/** Everybody who sits now: what a floor that starts again begins with. */
export async function seatsHeld(db: Db): Promise<readonly SeatHeld[]> {
  return (await seats(db).execute()).map(seatHeld);
}

export async function seatByToken(db: Db, token: string): Promise<SeatHeld | null> {
  const row = await seats(db).where('seatings.token_hash', '=', hashOf(token)).executeTakeFirst();
  return row === undefined ? null : seatHeld(row);
}

export async function seatOfStaff(db: Db, staff: string): Promise<SeatHeld | null> {
  const row = await seats(db).where('seatings.staff_id', '=', staff).executeTakeFirst();
  return row === undefined ? null : seatHeld(row);
}
