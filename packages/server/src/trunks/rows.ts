import type { TrunkForm } from '@pledgeline/contract';
import type { TrunkId } from '@pledgeline/core';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Registration, Trunk } from './trunk.ts';

/** In the order in which they were made known, so that of two that claim one address it is always the same. */
export async function loadTrunks(db: Kysely<Tables>): Promise<readonly Trunk[]> {
  const rows = await db.selectFrom('trunks').selectAll().orderBy('id').execute();
  return rows.map(trunkOfRow);
}

const trunkOfRow = (row: Selectable<Tables['trunks']>): Trunk => ({
  id: row.id as TrunkId,
  trial: row.trial,
  revision: row.revision,
  name: row.name,
  enabled: row.enabled,
  transport: row.transport,
  addresses: row.addresses,
  registration: registrationOfRow(row),
  outboundProxy: row.outbound_proxy,
  countryCode: row.country_code,
  shortNumbers: row.short_numbers,
  callsMax: row.calls_max,
  earlyMedia: row.early_media,
  keepAliveSeconds: row.keep_alive_s,
  authority: row.authority,
  outgoing: row.outgoing,
});

function registrationOfRow(row: Selectable<Tables['trunks']>): Registration | null {
  if (row.registrar === null || row.register_user === null) return null;
  return {
    registrar: row.registrar,
    user: row.register_user,
    authUser: row.register_auth_user,
    expiresSeconds: row.register_expires_s ?? EXPIRES_SECONDS,
    sealedPassword: row.register_secret,
  };
}

/** What a row without a wish of its own asks for. */
const EXPIRES_SECONDS = 600;

/** The columns that a form fills; the password comes sealed. */
export const columnsOf = (
  form: TrunkForm,
  sealedPassword: string | null,
): Omit<Insertable<Tables['trunks']>, 'id' | 'trial' | 'revision'> => ({
  name: form.name,
  enabled: form.enabled,
  transport: form.transport,
  addresses: form.addresses,
  registrar: form.registration?.registrar ?? null,
  register_user: form.registration?.user ?? null,
  register_auth_user: form.registration?.authUser ?? null,
  register_expires_s: form.registration?.expiresSeconds ?? null,
  register_secret: sealedPassword,
  outbound_proxy: form.outboundProxy,
  country_code: form.countryCode,
  short_numbers: form.shortNumbers,
  calls_max: form.callsMax,
  early_media: form.earlyMedia,
  keep_alive_s: form.keepAliveSeconds,
  authority: form.authority,
  outgoing: form.outgoing,
});

/** What a screen is given: everything but the password. */
export function formOf(trunk: Trunk): TrunkForm {
  const { id: _id, trial: _trial, revision: _revision, registration, ...plain } = trunk;
  if (registration === null) return { ...plain, registration };
  const { sealedPassword: _sealed, ...shown } = registration;
  return { ...plain, registration: { ...shown, password: null } };
}
