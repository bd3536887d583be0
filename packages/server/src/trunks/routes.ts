import {
  addTrunk,
  changeTrunk,
  enableTrunk,
  listTrunks,
  removeTrunk,
  type TrunkList,
} from '@pledgeline/contract';
import { ok, type Result, type TrunkId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { rolesOf, type Actor } from '../access/actor.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { formOf } from './rows.ts';
import type { TrunkStore } from './store.ts';
import type { Trunks } from './trunks.ts';

export interface TrunkRoutesDeps {
  readonly store: TrunkStore;
  readonly trunks: Trunks;
}

export function trunkRoutes(app: FastifyInstance, { store, trunks }: TrunkRoutesDeps): void {
  /** What was written is in force before it is answered. */
  const afterwards = async (done: Result<TrunkId, Refusal>, actor: Actor) => {
    if (!done.ok) return done;
    await trunks.reload();
    return ok(listFor(actor, trunks));
  };

  route(app, listTrunks, async ({ actor }) => ok(listFor(actor, trunks)));

  route(app, addTrunk, async ({ actor, body }) => afterwards(await store.add({ actor, ...body }), actor));

  route(app, changeTrunk, async ({ actor, params, body }) =>
    afterwards(await store.change(params.id as TrunkId, { actor, ...body }), actor),
  );

  route(app, enableTrunk, async ({ actor, params, body }) =>
    afterwards(await store.enable(params.id as TrunkId, { actor, ...body }), actor),
  );

  route(app, removeTrunk, async ({ actor, params }) =>
    afterwards(await store.remove(params.id as TrunkId, actor), actor),
  );
}

const listFor = (actor: Actor, trunks: Trunks): TrunkList => ({
  mayEdit: rolesOf(actor).includes('operator'),
  trunks: trunks.book.all().map((trunk) => ({
    id: trunk.id,
    revision: trunk.revision,
    trial: trunk.trial,
    form: formOf(trunk),
    hasPassword: (trunk.registration?.sealedPassword ?? null) !== null,
    state: trunks.stateOf(trunk),
  })),
});
