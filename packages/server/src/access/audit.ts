import { assert } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { auditName, type Actor } from './actor.ts';

export interface AuditEntry {
  readonly actor: Actor;
  /** What was done, as `noun.verb`: `seat.taken`, `pledge.saved`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  /** Ids, figures and states only. Never a donor's name, number, address or words. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

const DETAIL_CHARS_MAX = 2_000;

/** Records who did what. Give the transaction that does the deed as `db`, so that there is never one without the other. */
export async function audit(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  assert(/^[a-z-]+\.[a-z-]+$/.test(entry.action), 'an audited action is noun.verb');
  const detail = JSON.stringify(entry.detail ?? {});
  assert(detail.length <= DETAIL_CHARS_MAX, 'an audit entry is short');
  const actor = auditName(entry.actor);
  await db
    .insertInto('audit')
    .values({
      actor_kind: actor.kind,
      actor: actor.id,
      action: entry.action,
      subject: entry.subject,
      detail,
    })
    .execute();
}
