import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Task } from '../adapters/jobs/worker.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Mailer } from './mail.ts';
import { emailHtml } from './words.ts';

export interface SendDeps {
  readonly db: Kysely<Tables>;
  /** null: no e-mail goes out any more; what waits is kept. */
  readonly mailer: Mailer | null;
}

const Asked = z.object({ message: z.string() });

/** Nobody knows whether the message left: the process died between asking the mail server and writing down its answer. */
const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN';

type Message = Selectable<Tables['messages']>;

/** Sends a message that waits; tried again for as long as its server says "later". After a crash it is sent at most once more. */
export function sendTask({ db, mailer }: SendDeps): Task {
  return async ({ payload, last }) => {
    const { message: id } = Asked.parse(payload);
    const message = await beginSending(db, id);
    if (message === null) return;
    if (mailer === null) return settle(db, id, { state: 'kept', error: null });
    const sent = await mailer.send(await mailOf(db, message));
    if (sent.ok) return settle(db, id, { state: 'sent', error: null });
    const { kind, code } = sent.failure;
    if (kind === 'never' || last) return settle(db, id, { state: 'failed', error: code });
    await settle(db, id, { state: 'waiting', error: code });
    throw Object.assign(new Error('tried again later'), { code });
  };
}

/** Written down before anything leaves; null: nothing is to be sent. */
async function beginSending(db: Kysely<Tables>, id: string): Promise<Message | null> {
  return db.transaction().execute(async (step) => {
    const message = await step
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (message === undefined || (message.state !== 'waiting' && message.state !== 'sending')) return null;
    const diedBefore = message.state === 'sending';
    if (diedBefore && message.error === OUTCOME_UNKNOWN) {
      await settle(step, id, { state: 'failed', error: OUTCOME_UNKNOWN });
      return null;
    }
    await step
      .updateTable('messages')
      .set({
        state: 'sending',
        attempts: sql<number>`attempts + 1`,
        error: diedBefore ? OUTCOME_UNKNOWN : null,
      })
      .where('id', '=', id)
      .execute();
    return message;
  });
}

interface Outcome {
  readonly state: Message['state'];
  readonly error: string | null;
}

async function settle(db: Kysely<Tables>, id: string, { state, error }: Outcome): Promise<void> {
  await db
    .updateTable('messages')
    .set({ state, error, sent_at: state === 'sent' ? sql<Date>`now()` : null })
    .where('id', '=', id)
    .execute();
}

async function mailOf(db: Kysely<Tables>, message: Message) {
  const pledge = await db
    .selectFrom('pledges')
    .innerJoin('campaigns', 'campaigns.id', 'pledges.campaign_id')
    .select(['pledges.language', 'campaigns.charity'])
    .where('pledges.id', '=', message.pledge_id)
    .executeTakeFirstOrThrow();
  return {
    id: message.id,
    to: message.recipient,
    fromName: pledge.charity,
    subject: message.subject,
    text: message.body,
    html: emailHtml({ text: message.body, link: message.link, language: pledge.language }),
  };
}
