import type { Kysely } from 'kysely';
import { addJob } from '../adapters/jobs/jobs.ts';
import type { Tables } from '../adapters/database/tables.ts';

export const INVITE = 'invite-donor';
export const SEND = 'send-message';

export interface Invitation {
  readonly pledge: string;
  readonly revision: number;
}

/**
 * Asks for the message with the donor's link. A correction made before it was written replaces it, one made afterwards
 * sends another.
 */
export async function inviteDonor(db: Kysely<Tables>, { pledge, revision }: Invitation): Promise<void> {
  await addJob(db, INVITE, { pledge, revision }, { key: `invite ${pledge}` });
}
