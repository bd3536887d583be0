import type { Kysely } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Trunks } from '../trunks/trunks.ts';
import { addressOfOurs, ownTrunk } from '../trial/own-trunk.ts';

export interface OwnTrunkDeps {
  readonly db: Kysely<Tables>;
  readonly trunks: Pick<Trunks, 'book' | 'reload'>;
}

/**
 * [RHS-11] Whether calls from this machine are trials: by the campaign, or by the trunk from which they come. Where no
 * trunk has its address, one is made.
 */
export async function mayRingOurselves(
  { db, trunks }: OwnTrunkDeps,
  trialCampaign: boolean,
): Promise<boolean> {
  if (trunks.book.of(addressOfOurs) === null) {
    await db.transaction().execute(async (step) => {
      const made = await step
        .insertInto('trunks')
        .values(ownTrunk)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made !== undefined)
        await audit(step, {
          actor: NOBODY,
          action: 'trunk.added',
          subject: made.id,
          detail: { trial: true },
        });
    });
    await trunks.reload();
  }
  const trunk = trunks.book.of(addressOfOurs);
  return trunk !== null && trunk.enabled && (trunk.trial || trialCampaign);
}
