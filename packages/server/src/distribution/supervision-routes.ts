import { mayMonitor, mayTakeOver, type SupervisionFault } from '@pledgeline/calls';
import {
  getFloor,
  monitorCall,
  stopMonitoring,
  takeOverCall,
  type Fault,
  type FloorState,
} from '@pledgeline/contract';
import { failed, ok, type AgentId, type CallId, type Result } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { seatOf, type Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { boundTo, hears, seenFloor } from './own-site.ts';

export interface SupervisionDeps {
  readonly db: Kysely<Tables>;
  readonly telephony: Pick<Telephony, 'exchange' | 'feed'>;
  readonly media: Pick<Media, 'echo'>;
  /** As it is now. */
  readonly floor: () => FloorState;
}

const FAULTS: Readonly<Record<SupervisionFault, Fault>> = {
  NO_SOUND: 'NO_SOUND',
  ON_A_CALL: 'ON_A_CALL',
  NO_SUCH_CALL: 'NO_SUCH_CALL',
  TOO_MANY: 'CALL_FULL',
};

/** What a supervisor does on the floor. [SUP-3] Nobody listens without a record of it: it is on disk before the sound. */
export function supervisionRoutes(app: FastifyInstance, deps: SupervisionDeps): void {
  const { telephony, media } = deps;
  const view = async (actor: Actor): Promise<Result<FloorState, Refusal>> =>
    ok(seenFloor(actor, deps.floor(), telephony.exchange()));

  route(app, getFloor, ({ actor }) => view(actor));

  route(app, monitorCall, ({ actor, params, body }) =>
    supervised(actor, async (agent) => {
      const wish = { agent, call: params.call as CallId };
      const asked = mayMonitor(telephony.exchange(), wish);
      if (!asked.ok) return failed({ fault: FAULTS[asked.failure] });
      if (!hears(actor, wish.call, telephony.exchange())) return failed({ fault: 'NO_SUCH_CALL' });
      await record(deps, { actor, action: 'call.monitored', call: wish.call, mode: body.mode });
      // Whoever listens to others has heard enough of himself.
      await media.echo({ agent, on: false });
      const may = mayMonitor(telephony.exchange(), wish);
      if (!may.ok) return failed({ fault: FAULTS[may.failure] });
      if (!hears(actor, wish.call, telephony.exchange())) return failed({ fault: 'NO_SUCH_CALL' });
      telephony.feed({ kind: 'monitor', ...wish, mode: body.mode, ...boundTo(actor) });
      return view(actor);
    }),
  );
  route(app, stopMonitoring, ({ actor }) =>
    supervised(actor, async (agent) => {
      const monitor = telephony.exchange().monitors.get(agent);
      if (monitor !== undefined) telephony.feed({ kind: 'unmonitor', agent, call: monitor.call });
      return view(actor);
    }),
  );
  route(app, takeOverCall, ({ actor, params }) =>
    supervised(actor, async (agent) => {
      const wish = { agent, call: params.call as CallId };
      const asked = mayTakeOver(telephony.exchange(), wish);
      if (!asked.ok) return failed({ fault: FAULTS[asked.failure] });
      if (!hears(actor, wish.call, telephony.exchange())) return failed({ fault: 'NO_SUCH_CALL' });
      await record(deps, { actor, action: 'call.taken-over', call: wish.call });
      await media.echo({ agent, on: false });
      const may = mayTakeOver(telephony.exchange(), wish);
      if (!may.ok) return failed({ fault: FAULTS[may.failure] });
      if (!hears(actor, wish.call, telephony.exchange())) return failed({ fault: 'NO_SUCH_CALL' });
      telephony.feed({ kind: 'take-over', ...wish });
      return view(actor);
    }),
  );
}

/** Whose call it was, by the seating: the charter with the works council asks who listened to whom, and when. */
async function record(
  { db, telephony }: SupervisionDeps,
  did: {
    readonly actor: Actor;
    readonly action: 'call.monitored' | 'call.taken-over';
    readonly call: CallId;
    readonly mode?: string;
  },
): Promise<void> {
  const { actor, action, call, mode } = did;
  const place = telephony.exchange().calls.get(call)?.place;
  const agent = place?.kind === 'talking' ? place.agent : null;
  const by = seatOf(actor)?.agent ?? null;
  const detail = { agent, by, ...(mode === undefined ? {} : { mode }) };
  await audit(db, { actor, action, subject: call, detail });
}

async function supervised(
  actor: Actor,
  act: (agent: AgentId) => Promise<Result<FloorState, Refusal>>,
): Promise<Result<FloorState, Refusal>> {
  const seat = seatOf(actor);
  return seat === null ? failed({ fault: 'NO_SEAT' }) : act(seat.agent);
}
