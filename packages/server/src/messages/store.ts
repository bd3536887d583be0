import { showPhone, type OutboxMessage } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

const MESSAGES_MAX = 200;

/** The newest first. */
export async function newestMessages(db: Kysely<Tables>): Promise<OutboxMessage[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(MESSAGES_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    pledge: row.pledge_id,
    channel: row.channel,
    to: row.channel === 'sms' ? showPhone(row.recipient) : row.recipient,
    subject: row.subject,
    text: row.body,
    link: row.link,
    // On its way is still waiting, to whoever reads the page.
    state: row.state === 'sending' ? 'waiting' : row.state,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  }));
}
