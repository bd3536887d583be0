import {
  addOutsideNumber,
  changeOutsideNumber,
  getOutside,
  outsideFault,
  removeOutsideNumber,
  setOutsideRules,
  type Outside,
} from '@pledgeline/contract';
import { failed, ok, type CampaignId, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { rolesOf, type Actor } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { openCampaign } from '../campaigns/store.ts';
import type { TrunkBook } from '../trunks/book.ts';
import type { OutsideBook } from './book.ts';
import type { OutsideStore } from './store.ts';

/** What is known of the calls that are on. */
interface OutsideView {
  callsNow(): Outside['calls'];
  lastHour(campaign: CampaignId): number;
  refused(): Outside['refused'];
}

export interface OutsideRoutesDeps {
  readonly db: Kysely<Tables>;
  readonly store: OutsideStore;
  readonly book: OutsideBook;
  readonly trunks: Pick<TrunkBook, 'all'>;
  readonly view: OutsideView;
}

/** The campaign is the one that is open: nobody names another. */
export function outsideRoutes(app: FastifyInstance, deps: OutsideRoutesDeps): void {
  const { store, book } = deps;
  /** What was written is in force before it is answered. */
  const changed = async (
    actor: Actor,
    change: (campaign: CampaignId) => Promise<Result<null, Refusal>>,
  ): Promise<Result<Outside, Refusal>> => {
    const campaign = await openCampaign(deps.db);
    if (campaign === null) return failed({ fault: 'NOT_FOUND' });
    const done = await change(campaign.id as CampaignId);
    if (!done.ok) return done;
    await book.reload();
    return shown(actor);
  };
  const shown = async (actor: Actor): Promise<Result<Outside, Refusal>> => {
    const campaign = await openCampaign(deps.db);
    const outside = campaign === null ? null : outsideFor(actor, campaign.id as CampaignId, deps);
    return outside === null ? failed({ fault: 'NOT_FOUND' }) : ok({ campaign: campaign!.name, ...outside });
  };

  route(app, getOutside, async ({ actor }) => shown(actor));
  route(app, setOutsideRules, async ({ actor, body }) =>
    changed(actor, (campaign) => store.setRules({ actor, campaign, ...body })),
  );
  route(app, addOutsideNumber, async ({ actor, body }) =>
    changed(actor, (campaign) => store.add({ actor, campaign, ...body })),
  );
  route(app, changeOutsideNumber, async ({ actor, params, body }) =>
    changed(actor, (campaign) => store.change({ actor, campaign, ...params, ...body })),
  );
  route(app, removeOutsideNumber, async ({ actor, params }) =>
    changed(actor, (campaign) => store.remove({ actor, campaign, ...params })),
  );
}

function outsideFor(
  actor: Actor,
  id: CampaignId,
  { book, trunks, view }: OutsideRoutesDeps,
): Omit<Outside, 'campaign'> | null {
  const campaign = book.campaign(id);
  if (campaign === null) return null;
  const { rules, numbers } = campaign;
  return {
    rules,
    numbers: numbers.map((entry) => ({ ...entry, fault: outsideFault(entry.number, rules.prefixes) })),
    calls: view.callsNow(),
    lastHour: view.lastHour(id),
    trunks: trunks
      .all()
      .filter(({ enabled, outgoing }) => enabled && outgoing)
      .map(({ name }) => name),
    refused: view.refused(),
    mayEdit: rolesOf(actor).some((role) => role === 'supervisor' || role === 'office'),
  };
}
