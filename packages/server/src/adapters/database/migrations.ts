import type { Kysely } from 'kysely';
import * as foundation from './migrations/0001-foundation.ts';

export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In order, for ever: what was released is never changed, moved or taken out. */
export const MIGRATIONS: readonly Migration[] = [{ name: '0001-foundation', up: foundation.up }];
