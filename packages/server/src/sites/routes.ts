import {
  addSiteSupervisor,
  getSharing,
  linkSiteSupervisor,
  removeSiteSupervisor,
  setPreference,
  setSiteShare,
  type Sharing,
} from '@pledgeline/contract';
import { failed, ok, type AgentId, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { sharingNow } from './sharing.ts';
import { SharingStore } from './store.ts';
import { addSupervisor, endSupervisor, siteSupervisors } from './supervisors.ts';

export interface SharingDeps {
  readonly db: Kysely<Tables>;
  /** The floor takes up how it is to behave from now on. */
  readonly onRules: () => Promise<void>;
  /** The token of a one-time link; the one made before it opens nothing any more. */
  readonly createLinkToken: (staff: string) => Promise<string>;
  readonly onUnseated: (agent: AgentId) => void;
}

/** How calls are shared out among the sites. What was written is in force before it is answered. */
export function sharingRoutes(app: FastifyInstance, deps: SharingDeps): void {
  const { db, onRules } = deps;
  supervisorRoutes(app, deps);
  const store = new SharingStore(db);
  const shown = () => shownNow(db);
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

/** Who sees one site alone: made, signed in by a link that is said once, and ended at once. */
function supervisorRoutes(app: FastifyInstance, deps: SharingDeps): void {
  const { db, createLinkToken, onUnseated } = deps;
  const linked = async (staff: string) => {
    const token = await createLinkToken(staff);
    const sharing = await shownNow(db);
    return sharing.ok ? ok({ token, sharing: sharing.value }) : sharing;
  };
  route(app, addSiteSupervisor, async ({ actor, params, body }) => {
    const added = await addSupervisor(db, { actor, site: params.id, name: body.name });
    return added.ok ? linked(added.value) : failed({ fault: added.failure });
  });
  route(app, linkSiteSupervisor, async ({ params }) => {
    const isKnown = (await siteSupervisors(db)).some(({ id }) => id === params.id);
    return isKnown ? linked(params.id) : failed({ fault: 'NOT_FOUND' });
  });
  route(app, removeSiteSupervisor, async ({ actor, params }) => {
    const ended = await endSupervisor(db, { actor, id: params.id });
    if (ended === null) return failed({ fault: 'NOT_FOUND' });
    for (const agent of ended.seated) onUnseated(agent);
    return shownNow(db);
  });
}

async function shownNow(db: Kysely<Tables>): Promise<Result<Sharing, Refusal>> {
  const sharing = await sharingNow(db);
  return sharing === null ? failed({ fault: 'NOT_FOUND' }) : ok(sharing);
}
