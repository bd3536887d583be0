import { savePledge } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { isDatabaseAway } from '../adapters/database/away.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import type { Live } from '../live/hub.ts';
import { save } from './store.ts';

export interface PledgeDeps {
  readonly db: Kysely<Tables>;
  readonly live: Pick<Live, 'totalsChanged'>;
  /** A pledge is saved that was taken in this call. */
  readonly pledged: (call: string, pledge: string) => Promise<void>;
  /** Is this the id of a call that we placed to ourselves? A call that is not known any more is none. */
  readonly isTrialCall: (call: string) => Promise<boolean>;
}

export function pledgeRoutes(app: FastifyInstance, { db, live, pledged, isTrialCall }: PledgeDeps): void {
  route(app, savePledge, async ({ params, body, actor }) => {
    try {
      const trialCall = body.call !== null && (await isTrialCall(body.call));
      const id = params.id.toLowerCase();
      const result = await save(db, { id, form: body, actor, trialCall });
      if (!result.ok) return failed({ fault: result.failure });
      if (body.call !== null) await pledged(body.call, id);
      if (result.value.changed) live.totalsChanged();
      return ok(result.value.pledge);
    } catch (error) {
      // The desk keeps the pledge and tries again by itself when it hears this, and only then.
      if (isDatabaseAway(error)) return failed({ fault: 'UNAVAILABLE' });
      throw error;
    }
  });
}
