import type { Kysely } from 'kysely';
import type { Tables } from '../../src/adapters/database/tables.ts';
import { phoneHashes } from '../../src/phones/password.ts';
import { PHONE_HOST } from '../testing/telephony.ts';

export const USER = 'caen-1';
export const PASSWORD = 'the password of caen-1';

/** Positions at one site, each with an account: `caen-1` and on. Only `networks` may register. */
export const phonesAt =
  (count: number, networks: readonly string[] = [PHONE_HOST]) =>
  async (db: Kysely<Tables>): Promise<void> => {
    await db
      .insertInto('sites')
      .values({ id: 'caen', name: 'Caen', networks: [...networks] })
      .execute();
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    await db
      .insertInto('positions')
      .values(
        numbers.map((number) => ({
          id: `p${number}`,
          site_id: 'caen',
          number,
          code: `CODE${number}`,
          code_expires_at: null,
        })),
      )
      .execute();
    await db
      .insertInto('phone_accounts')
      .values(
        numbers.map((number) => ({
          position_id: `p${number}`,
          user_name: `caen-${number}`,
          ...phoneHashes(`caen-${number}`, passwordOf(number)),
        })),
      )
      .execute();
  };

export const passwordOf = (number: number): string => `the password of caen-${number}`;
