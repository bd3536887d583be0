import type { AgentId } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

/** [RHS-4] Notes at which positions somebody hears and speaks, so that one whose headset was tried this morning counts as tried. */
export async function noteSounds(db: Kysely<Tables>, agents: readonly AgentId[], at: number): Promise<void> {
  if (agents.length === 0) return;
  await sql`
    insert into position_sounds (position_id, sounded_at)
    select distinct position_id, ${new Date(at)}::timestamptz from seatings where id = any(${agents}::text[])
    on conflict (position_id) do update set sounded_at = excluded.sounded_at`.execute(db);
}
