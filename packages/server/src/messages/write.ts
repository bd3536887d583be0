import { unreachable } from '@pledgeline/core';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { addJob } from '../adapters/jobs/jobs.ts';
import type { Task } from '../adapters/jobs/worker.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { SEND } from './invite.ts';
import { makeLink } from './links.ts';
import { emailWords, letterWords, smsWords, type InvitationFacts, type Words } from './words.ts';

export interface WriteDeps {
  readonly db: Kysely<Tables>;
  /** Where donors find us, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Is there a way out for e-mail? Otherwise messages are kept and read on the outbox page. */
  readonly mailGoesOut: boolean;
}

const Asked = z.object({ pledge: z.string(), revision: z.int() });

type Channel = Tables['messages']['channel'];
type PledgeToInvite = Selectable<Tables['pledges']> & { charity: string };

/** Writes the message with the donor's link. Said twice for one revision, it writes one. */
export function invitationTask(deps: WriteDeps): Task {
  return async ({ payload }) => {
    const { pledge, revision } = Asked.parse(payload);
    await deps.db.transaction().execute((step) => writeInvitation(step, { pledge, revision }, deps));
  };
}

async function writeInvitation(
  db: Kysely<Tables>,
  asked: z.infer<typeof Asked>,
  { publicUrl, mailGoesOut }: WriteDeps,
): Promise<void> {
  const pledge = await pledgeToInvite(db, asked.pledge);
  // A later correction has asked for its own, or the pledge is gone.
  if (pledge === undefined || pledge.revision < asked.revision) return;
  const id = `${asked.pledge}.${asked.revision}`;
  const written = await db.selectFrom('messages').select('id').where('id', '=', id).executeTakeFirst();
  if (written !== undefined) return;
  const link = await makeLink(db, pledge.id, publicUrl());
  const channel = channelOf(pledge.way);
  const words = wordsFor(channel, factsOf(pledge, link));
  const goesOut = channel === 'email' && mailGoesOut;
  await db
    .insertInto('messages')
    .values({
      id,
      pledge_id: pledge.id,
      channel,
      recipient: recipientOf(pledge, channel),
      subject: words.subject,
      body: words.text,
      link,
      state: goesOut ? 'waiting' : 'kept',
    })
    .execute();
  if (goesOut) await addJob(db, SEND, { message: id });
}

function pledgeToInvite(db: Kysely<Tables>, id: string): Promise<PledgeToInvite | undefined> {
  // One writer at a time: what is asked twice at the same moment is written once.
  return db
    .selectFrom('pledges')
    .innerJoin('campaigns', 'campaigns.id', 'pledges.campaign_id')
    .selectAll('pledges')
    .select('campaigns.charity')
    .where('pledges.id', '=', id)
    .forUpdate('pledges')
    .executeTakeFirst();
}

function channelOf(way: PledgeToInvite['way']): Channel {
  return way === 'post' ? 'letter' : way;
}

function wordsFor(channel: Channel, facts: InvitationFacts): Words {
  switch (channel) {
    case 'sms':
      return smsWords(facts);
    case 'email':
      return emailWords(facts);
    case 'letter':
      return letterWords(facts);
    default:
      return unreachable(channel);
  }
}

/** Where it goes: a number in E.164, an address, or the lines on the envelope. */
function recipientOf(pledge: PledgeToInvite, channel: Channel): string {
  if (channel === 'sms') return pledge.phone;
  if (channel === 'email') return pledge.email;
  const name = `${pledge.first_name} ${pledge.last_name}`.trim();
  const country = pledge.country === 'FR' ? '' : pledge.country;
  const lines = [name, pledge.street, `${pledge.postcode} ${pledge.town}`.trim(), country];
  return lines.filter((line) => line !== '').join('\n');
}

const factsOf = (pledge: PledgeToInvite, link: string): InvitationFacts => ({
  charity: pledge.charity,
  amountCents: pledge.amount_cents,
  frequency: pledge.frequency,
  title: pledge.title,
  firstName: pledge.first_name,
  lastName: pledge.last_name,
  link,
  language: pledge.language,
});
