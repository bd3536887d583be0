import type { PledgeForm, SavedPledge } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import { sql, type Kysely, type Selectable } from 'kysely';
import { audit } from '../access/audit.ts';
import { seatOf, type Actor } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { inviteDonor } from '../messages/invite.ts';
import { keepDonor, personColumns, type KnownAs } from './donor.ts';

export interface Save {
  /** By whom it was keyed in; missing: at a desk. */
  readonly source?: 'keypad';
  readonly id: string;
  readonly form: PledgeForm;
  readonly actor: Actor;
  /** A test call in a campaign that is none. */
  readonly trialCall: boolean;
}

export type SaveFault =
  | 'PLEDGE_OF_ANOTHER'
  /** No campaign is open. */
  | 'UNAVAILABLE';

export interface Saved {
  readonly pledge: SavedPledge;
  /** Was anything written that was not there before? */
  readonly changed: boolean;
}

type Row = Selectable<Tables['pledges']>;

/**
 * Saves a pledge under the id that the browser made. When this has answered, it is on disk: pledge, donor, audit record
 * and the asking for an invitation together, or none of them.
 */
export async function save(db: Kysely<Tables>, wanted: Save): Promise<Result<Saved, SaveFault>> {
  return db.transaction().execute(async (step) => {
    const row = await oneAtATime(step, wanted.id);
    if (row === undefined) return insert(step, wanted);
    if (!(await mayChange(step, row, wanted.actor))) return failed('PLEDGE_OF_ANOTHER');
    if (wanted.form.revision <= row.revision) return ok({ pledge: savedPledge(row), changed: false });
    return correct(step, row, wanted);
  });
}

/** The pledge as it is saved already, kept from anybody else until the transaction ends. */
export async function oneAtATime(step: Kysely<Tables>, id: string): Promise<Row | undefined> {
  // Whatever the database is set to: an answered save has reached the disk.
  await sql`set local synchronous_commit to on`.execute(step);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pledge ${id}`}, 0))`.execute(step);
  return step.selectFrom('pledges').selectAll().where('id', '=', id).executeTakeFirst();
}

/** In the transaction that holds it. */
export async function insert(
  db: Kysely<Tables>,
  { id, form, actor, trialCall, source }: Save,
): Promise<Result<Saved, 'UNAVAILABLE'>> {
  const campaign = await openCampaign(db);
  if (campaign === null) return failed('UNAVAILABLE');
  // [RHS-13] Whoever rings to rehearse is no donor, and is sent nothing.
  const counts = campaign.trial || !trialCall;
  const donor = counts ? await donorOf(db, form, { donorId: null, pledgeId: id }) : null;
  const row = await db
    .insertInto('pledges')
    .values({
      id,
      campaign_id: campaign.id,
      seating_id: seatOf(actor)?.agent ?? null,
      trial: campaign.trial || trialCall,
      source: source ?? 'desk',
      donor_id: donor,
      // [CHA-2] Of which call it is, is written when that one has ended, and not been handed to the charity.
      call_id: null,
      ...said(form),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (donor !== null) await inviteDonor(db, { pledge: id, revision: form.revision });
  await audit(db, { actor, action: 'pledge.saved', subject: id, detail: figures(form) });
  return ok({ pledge: savedPledge(row), changed: true });
}

/** In the transaction that holds it. */
export async function correct(
  db: Kysely<Tables>,
  before: Row,
  { id, form, actor }: Save,
): Promise<Result<Saved, never>> {
  const counts = !before.trial || (await isOfTrial(db, before.campaign_id));
  const donor = counts ? await donorOf(db, form, { donorId: before.donor_id, pledgeId: id }) : null;
  const row = await db
    .updateTable('pledges')
    .set({ ...said(form), donor_id: donor, updated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (donor !== null && needsNewInvitation(before, row))
    await inviteDonor(db, { pledge: id, revision: form.revision });
  const was = { wasRevision: before.revision, wasAmountCents: before.amount_cents };
  await audit(db, { actor, action: 'pledge.corrected', subject: id, detail: { ...figures(form), ...was } });
  return ok({ pledge: savedPledge(row), changed: true });
}

/** Null: a promise by keypad of somebody who gave no number, whom nobody can write to, nor tell from another. */
async function donorOf(db: Kysely<Tables>, { donor }: PledgeForm, known: KnownAs): Promise<string | null> {
  const isReached = donor.phone !== '' || donor.email !== '' || donor.postcode !== '';
  return isReached ? keepDonor(db, donor, known) : null;
}

const said = (form: PledgeForm) => ({
  revision: form.revision,
  amount_cents: form.amountCents,
  frequency: form.frequency,
  way: form.way,
  phone: form.donor.phone,
  language: form.language,
  note: form.note,
  information_version: form.informationVersion,
  refuses_solicitation: form.refusesSolicitation,
  taken_at: form.takenAt,
  ...personColumns(form.donor),
});

/** The history of a pledge, without anything that names the donor. */
const figures = (form: PledgeForm) => ({
  revision: form.revision,
  amountCents: form.amountCents,
  frequency: form.frequency,
  way: form.way,
});

/** What the invitation says or where it goes has changed: the first one would mislead. */
function needsNewInvitation(before: Row, now: Row): boolean {
  const told = ['amount_cents', 'frequency', 'way', 'language'] as const;
  const reached = {
    sms: ['phone'],
    email: ['email'],
    post: ['first_name', 'last_name', 'street', 'postcode', 'town'],
  } as const;
  return [...told, ...reached[now.way]].some((column) => before[column] !== now[column]);
}

/** Whoever took it, whoever sits at that position after them (a session that ended), and staff. */
async function mayChange(db: Kysely<Tables>, row: Row, actor: Actor): Promise<boolean> {
  if (actor.kind === 'staff' && actor.roles.some((role) => role !== 'volunteer')) return true;
  const seat = seatOf(actor);
  if (seat === null || row.seating_id === null) return false;
  if (row.seating_id === seat.agent) return true;
  const seating = await db
    .selectFrom('seatings')
    .select('position_id')
    .where('id', '=', row.seating_id)
    .executeTakeFirst();
  return seating?.position_id === seat.position;
}

async function openCampaign(db: Kysely<Tables>): Promise<{ id: string; trial: boolean } | null> {
  const row = await db
    .selectFrom('campaigns')
    .select(['id', 'trial'])
    .where('open', '=', true)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** A trial in a campaign that is none was taken in a rehearsal. */
async function isOfTrial(db: Kysely<Tables>, campaign: string): Promise<boolean> {
  const row = await db.selectFrom('campaigns').select('trial').where('id', '=', campaign).executeTakeFirst();
  return row?.trial === true;
}

const savedPledge = (row: Row): SavedPledge => ({
  id: row.id,
  revision: row.revision,
  amountCents: row.amount_cents,
  savedAt: row.saved_at.toISOString(),
});
