import { getSharing, setPreference, setSiteShare, type Sharing } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { sharingNow } from './sharing.ts';
import { SharingStore } from './store.ts';

export interface SharingDeps {
  readonly db: Kysely<Tables>;
  /** The floor takes up how it is to behave from now on. */
  readonly onRules: () => Promise<void>;
}

/** How calls are shared out among the sites. What was written is in force before it is answered. */
export function sharingRoutes(app: FastifyInstance, { db, onRules }: SharingDeps): void {
  const store = new SharingStore(db);
  const shown = async (): Promise<Result<Sharing, Refusal>> => {
    const sharing = await sharingNow(db);
    return sharing === null ? failed({ fault: 'NOT_FOUND' }) : ok(sharing);
  };
  const changed = async (done: Result<null, Refusal>): Promise<Result<Sharing, Refusal>> => {
    if (!done.ok) return done;
    await onRules();
    return shown();
  };
  route(app, getSharing, shown);
  route(app, setSiteShare, async ({ actor, params, body }) =>
    changed(await store.setShare(actor, params.id, body)),
  );
  route(app, setPreference, async ({ actor, body }) => changed(await store.setPreference(actor, body)));
}
