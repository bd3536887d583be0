import {
  getRehearsal,
  lineStateAt,
  startRehearsal,
  stopRehearsal,
  tickItem,
  untickItem,
} from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { openCampaign } from '../campaigns/store.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { readEvening, readShow } from '../show/read.ts';
import { checklist } from './checklist.ts';
import { gatherFacts, type GatherDeps } from './gather.ts';
import { mayRingOurselves, type OwnTrunkDeps } from './own-trunk.ts';
import { eveningToRehearse } from './evening-to-rehearse.ts';
import type { Rehearsals } from './run.ts';
import { lastRun, tick, untick } from './store.ts';

export type RehearsalRoutesDeps = GatherDeps & OwnTrunkDeps & { readonly rehearsals: Rehearsals };

const NONE: Refusal = { fault: 'NOT_FOUND' };

export function rehearsalRoutes(app: FastifyInstance, deps: RehearsalRoutesDeps): void {
  const { db, now, rehearsals } = deps;
  const seen = async () => {
    const campaign = await openCampaign(db);
    if (campaign === null) return failed(NONE);
    const items = [...checklist(await gatherFacts(deps, campaign))];
    return ok({
      trial: campaign.trial,
      items,
      run: await lastRun(db, campaign.id, rehearsals.live),
    });
  };
  /** [RHS-12] While donors may ring, every place is theirs. */
  const isLive = async (trial: boolean): Promise<boolean> => {
    const evening = trial ? null : await readEvening(db, now());
    return evening !== null && lineStateAt(evening, now()).kind === 'open';
  };

  route(app, getRehearsal, seen);
  route(app, tickItem, async ({ actor, params }) => {
    const campaign = await openCampaign(db);
    if (campaign === null) return failed(NONE);
    await tick(db, { actor, campaign: campaign.id, item: params.item, at: now() });
    return seen();
  });
  route(app, untickItem, async ({ actor, params }) => {
    const campaign = await openCampaign(db);
    if (campaign === null) return failed(NONE);
    await untick(db, { actor, campaign: campaign.id, item: params.item });
    return seen();
  });
  route(app, startRehearsal, async ({ actor, body }) => {
    const campaign = await openCampaign(db);
    const show = await readShow(db, now());
    if (campaign === null || show === null) return failed(NONE);
    const lines = await db
      .selectFrom('lines')
      .select(['number', 'language'])
      .where('campaign_id', '=', campaign.id)
      .orderBy('number')
      .execute();
    if (lines.length === 0) return failed<Refusal>({ fault: 'REHEARSAL_NO_LINE' });
    if (await isLive(campaign.trial)) return failed<Refusal>({ fault: 'REHEARSAL_LIVE' });
    if (!(await mayRingOurselves(deps, campaign.trial))) return failed<Refusal>({ fault: 'REHEARSAL_TRUNK' });
    const of = { campaign: campaign.id, lines, ...eveningToRehearse(show, now()) };
    const started: Result<null, 'REHEARSAL_ON'> = await rehearsals.start(actor, body, of);
    return started.ok ? seen() : failed<Refusal>({ fault: started.failure });
  });
  route(app, stopRehearsal, async ({ actor }) => {
    await rehearsals.stop(actor);
    return seen();
  });
}
