import type { NewPhonePassword, Site } from '@pledgeline/contract';
import { failed, ok, type PositionId, type Result } from '@pledgeline/core';
import { REGISTRAR_LIMITS, type PasswordHashes } from '@pledgeline/sip';
import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { newPhonePassword, phoneHashes } from './password.ts';

/** A phone account as it is kept. */
export interface KeptAccount {
  readonly user: string;
  readonly position: PositionId;
  readonly positionNumber: number;
  readonly site: { readonly id: string; readonly name: string };
  readonly hashes: PasswordHashes;
}

export async function phoneAccounts(db: Kysely<Tables>): Promise<readonly KeptAccount[]> {
  const rows = await db
    .selectFrom('phone_accounts')
    .innerJoin('positions', 'positions.id', 'phone_accounts.position_id')
    .innerJoin('sites', 'sites.id', 'positions.site_id')
    .select([
      'phone_accounts.user_name as user',
      'phone_accounts.md5',
      'phone_accounts.sha256',
      'positions.id as position',
      'positions.number',
      'sites.id as siteId',
      'sites.name as site',
    ])
    .orderBy('sites.name')
    .orderBy('positions.number')
    .execute();
  return rows.map(({ user, md5, sha256, position, number, siteId, site }) => ({
    user,
    position: position as PositionId,
    positionNumber: number,
    site: { id: siteId, name: site },
    hashes: { md5, sha256 },
  }));
}

export async function sites(db: Kysely<Tables>): Promise<Site[]> {
  return db.selectFrom('sites').select(['id', 'name', 'networks']).orderBy('name').execute();
}

interface Wish {
  readonly actor: Actor;
  readonly position: PositionId;
}
/** Known here and nowhere else, until it is answered. */
type MadePassword = Pick<NewPhonePassword, 'user' | 'password'>;
type MakeFault = 'NOT_FOUND' | 'PHONE_ALREADY' | 'PHONE_USER_TAKEN' | 'PHONE_ACCOUNTS_FULL';

/** The password is in the answer and nowhere else. */
export async function makeAccount(
  db: Kysely<Tables>,
  { actor, position, user }: Wish & { readonly user: string },
): Promise<Result<MadePassword, MakeFault>> {
  return db.transaction().execute(async (step) => {
    const place = await holdPosition(step, position);
    if (place === null) return failed('NOT_FOUND');
    if (place.phone !== '' || place.user !== null) return failed('PHONE_ALREADY');
    const { count } = await step
      .selectFrom('phone_accounts')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(count) >= REGISTRAR_LIMITS.accountsMax) return failed('PHONE_ACCOUNTS_FULL');
    const password = newPhonePassword();
    const made = await step
      .insertInto('phone_accounts')
      .values({ position_id: position, user_name: user, ...phoneHashes(user, password) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_name')
      .executeTakeFirst();
    if (made === undefined) return failed('PHONE_USER_TAKEN');
    await audit(step, { actor, action: 'phone-account.made', subject: position, detail: { user } });
    return ok({ user, password });
  });
}

export async function renewAccount(
  db: Kysely<Tables>,
  { actor, position }: Wish,
): Promise<Result<MadePassword, 'NOT_FOUND'>> {
  return db.transaction().execute(async (step) => {
    const user = (await holdPosition(step, position))?.user ?? null;
    if (user === null) return failed('NOT_FOUND');
    const password = newPhonePassword();
    await step
      .updateTable('phone_accounts')
      .set(phoneHashes(user, password))
      .where('position_id', '=', position)
      .execute();
    await audit(step, { actor, action: 'phone-account.renewed', subject: position, detail: { user } });
    return ok({ user, password });
  });
}

/** False: there is none. */
export async function removeAccount(db: Kysely<Tables>, { actor, position }: Wish): Promise<boolean> {
  return db.transaction().execute(async (step) => {
    const gone = await step
      .deleteFrom('phone_accounts')
      .where('position_id', '=', position)
      .returning('user_name')
      .executeTakeFirst();
    if (gone === undefined) return false;
    const detail = { user: gone.user_name };
    await audit(step, { actor, action: 'phone-account.removed', subject: position, detail });
    return true;
  });
}

/** False: there is no such site. */
export async function setNetworks(
  db: Kysely<Tables>,
  wish: { readonly actor: Actor; readonly site: string; readonly networks: readonly string[] },
): Promise<boolean> {
  const { actor, site, networks } = wish;
  return db.transaction().execute(async (step) => {
    const changed = await step
      .updateTable('sites')
      .set({ networks: [...new Set(networks)] })
      .where('id', '=', site)
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined) return false;
    const detail = { count: networks.length };
    await audit(step, { actor, action: 'site.networks', subject: site, detail });
    return true;
  });
}

/** What a position has for a phone; whoever else would change that waits until this transaction is over. */
export async function holdPosition(
  step: Transaction<Tables>,
  position: PositionId,
): Promise<{ readonly phone: string; readonly user: string | null } | null> {
  const place = await step
    .selectFrom('positions')
    .select('phone')
    .where('id', '=', position)
    .forUpdate()
    .executeTakeFirst();
  if (place === undefined) return null;
  const account = await step
    .selectFrom('phone_accounts')
    .select('user_name')
    .where('position_id', '=', position)
    .executeTakeFirst();
  return { phone: place.phone, user: account?.user_name ?? null };
}
