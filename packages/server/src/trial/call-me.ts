import { failed, ok, type Result } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { placeTestCall } from '../telephony/test-call.ts';
import { TEST_CALLER } from './people.ts';

export interface CallMeDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
  readonly sipPort: number;
  /** Ends every call that is still on. */
  readonly signal: AbortSignal;
}

/** A recorded donor rings the trial line through its real SIP port. Answers as soon as the call is on its way. */
export function callMe(deps: CallMeDeps): () => Promise<Result<null, 'UNAVAILABLE'>> {
  return async () => {
    const line = await trialLine(deps.db);
    if (line === null) return failed('UNAVAILABLE');
    placeTestCall({
      sipPort: deps.sipPort,
      dialed: line.number,
      from: TEST_CALLER,
      language: line.language,
      signal: deps.signal,
    }).then(
      (ended) => deps.log.info({ ok: ended.ok }, 'a test call has ended'),
      (error: unknown) => deps.log.warn({ err: error }, 'a test call broke'),
    );
    return ok(null);
  };
}

async function trialLine(db: Kysely<Tables>) {
  const line = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select(['lines.number', 'lines.language'])
    .where('campaigns.open', '=', true)
    .where('campaigns.trial', '=', true)
    .orderBy('lines.number')
    .limit(1)
    .executeTakeFirst();
  return line ?? null;
}
