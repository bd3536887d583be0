import { createHash, randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** 128 bits: 22 signs that fit into a text message. */
const TOKEN_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** A promise is paid within days; a letter takes its time. */
const LINK_DAYS = 90;

/** Makes a donor's personal link. The token is in the message only: who reads the database cannot pay in a donor's name. */
export async function makeLink(db: Kysely<Tables>, pledge: string, publicUrl: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await db
    .insertInto('donor_links')
    .values({
      token_hash: tokenHash(token),
      pledge_id: pledge,
      expires_at: sql<Date>`now() + make_interval(days => ${LINK_DAYS})`,
    })
    .execute();
  return `${publicUrl}/d/${token}`;
}

/** Null: it cannot be a token, so nobody need be asked. */
export function hashOfToken(token: string): string | null {
  return TOKEN.test(token) ? tokenHash(token) : null;
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
