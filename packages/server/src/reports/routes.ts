import { getTotals } from '@pledgeline/contract';
import { ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { totalsSnapshot } from './store.ts';

export function reportRoutes(app: FastifyInstance, { db }: { readonly db: Kysely<Tables> }): void {
  route(app, getTotals, async () => ok(await totalsSnapshot(db)));
}
