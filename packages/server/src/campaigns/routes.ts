import { getCampaign, setChoice, setWrapUp } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { keepChoice, keepWrapUp, openCampaign } from './store.ts';

export interface CampaignDeps {
  readonly db: Kysely<Tables>;
  /** The floor takes up how it is to behave from now on. */
  readonly onRules: () => Promise<void>;
}

export function campaignRoutes(app: FastifyInstance, { db, onRules }: CampaignDeps): void {
  const opened = async () => {
    const campaign = await openCampaign(db);
    return campaign === null ? failed({ fault: 'NOT_FOUND' as const }) : ok(campaign);
  };
  route(app, getCampaign, opened);
  route(app, setWrapUp, async ({ body, actor }) => {
    if (await keepWrapUp(db, { actor, seconds: body.seconds })) await onRules();
    return opened();
  });
  route(app, setChoice, async ({ body, actor }) => {
    if (await keepChoice(db, { actor, seconds: body.seconds })) await onRules();
    return opened();
  });
}
