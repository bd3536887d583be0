import { getCampaign } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { openCampaign } from './store.ts';

export function campaignRoutes(app: FastifyInstance, { db }: { readonly db: Kysely<Tables> }): void {
  route(app, getCampaign, async () => {
    const campaign = await openCampaign(db);
    return campaign === null ? failed({ fault: 'NOT_FOUND' }) : ok(campaign);
  });
}
