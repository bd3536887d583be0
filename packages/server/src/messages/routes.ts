import { listOutbox } from '@pledgeline/contract';
import { ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { newestMessages } from './store.ts';

export function messageRoutes(app: FastifyInstance, { db }: { readonly db: Kysely<Tables> }): void {
  route(app, listOutbox, async () => ok({ messages: await newestMessages(db) }));
}
