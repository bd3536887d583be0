import { callMe, getRelays, hangUp, openLine, setAway, setEcho, setReady } from '@pledgeline/contract';
import { failed, ok, type AgentId, type Result } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { FastifyInstance } from 'fastify';
import { seatOf, type Actor, type SeatHeld } from '../access/actor.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { TurnSettings } from '../turn-settings.ts';
import { relaysFor } from './relays.ts';

export interface DistributionDeps {
  readonly telephony: Pick<Telephony, 'exchange' | 'feed'>;
  readonly media: Pick<Media, 'openLine' | 'echo'>;
  readonly turn: TurnSettings | null;
  readonly clock: Clock;
  /** [AGT-4] Whoever is ready, or away for no reason that was given, takes no break any more. */
  readonly breakOver: (agent: AgentId) => Promise<void>;
  /** Lets a recorded donor ring the line; null where the line is no trial. */
  readonly callLine: (() => Promise<Result<null, 'UNAVAILABLE'>>) | null;
}

const DONE = ok({ done: true } as const);

/** What a volunteer does at the desk beside the form. */
export function distributionRoutes(app: FastifyInstance, deps: DistributionDeps): void {
  const { telephony, media } = deps;
  const stateOf = (agent: AgentId) => telephony.exchange().floor.agents.get(agent);
  const hasSound = (agent: AgentId): boolean => telephony.exchange().lines.has(agent);

  route(app, getRelays, ({ actor }) =>
    seated(actor, async ({ agent }) => ok(relaysFor(deps.turn, agent, deps.clock()))),
  );
  route(app, openLine, ({ actor, body }) =>
    seated(actor, async ({ agent }) => {
      // A screen that does not know yet that its position was given a phone must not take the sound from it.
      if (telephony.exchange().phones.has(agent)) return failed({ fault: 'SOUND_AT_PHONE' });
      const opened = await media.openLine({ agent, offer: body.offer });
      if (opened.ok) return ok({ answer: opened.value.answer });
      return failed({ fault: opened.failure === 'BAD_OFFER' ? 'BAD_INPUT' : 'SOUND_FAILED' });
    }),
  );
  route(app, setEcho, ({ actor, body }) =>
    seated(actor, async ({ agent }) => {
      const echoed = await media.echo({ agent, on: body.on });
      return echoed.ok ? DONE : failed({ fault: 'NO_SOUND' });
    }),
  );
  route(app, setReady, ({ actor }) =>
    seated(actor, async ({ agent }) => {
      if (!hasSound(agent)) return failed({ fault: 'NO_SOUND' });
      // Whoever is ready to talk to donors has heard enough of himself.
      await media.echo({ agent, on: false });
      const wrappingUp = stateOf(agent)?.kind === 'wrapping-up';
      if (!wrappingUp) await deps.breakOver(agent);
      telephony.feed({ kind: wrappingUp ? 'wrapped-up' : 'agent-ready', agent });
      return DONE;
    }),
  );
  route(app, setAway, ({ actor }) =>
    seated(actor, async ({ agent }) => {
      await deps.breakOver(agent);
      telephony.feed({ kind: 'agent-away', agent, because: 'chosen' });
      return DONE;
    }),
  );
  route(app, hangUp, ({ actor, params }) =>
    seated(actor, async ({ agent }) => {
      const state = stateOf(agent);
      // Whoever is asked about a call hangs up on the one who asked.
      const isOn = state?.kind === 'talking' || state?.kind === 'consulted';
      if (!isOn || state.call !== params.call) return failed({ fault: 'NO_SUCH_CALL' });
      telephony.feed({ kind: 'hang-up', agent, call: state.call });
      return DONE;
    }),
  );
  route(app, callMe, ({ actor }) =>
    seated(actor, async ({ agent }) => {
      if (deps.callLine === null) return failed({ fault: 'NOT_FOUND' });
      if (stateOf(agent)?.kind !== 'free') return failed({ fault: 'NOT_READY' });
      const called = await deps.callLine();
      return called.ok ? DONE : failed({ fault: called.failure });
    }),
  );
}

async function seated<Reply>(
  actor: Actor,
  act: (seat: SeatHeld) => Promise<Result<Reply, Refusal>>,
): Promise<Result<Reply, Refusal>> {
  const seat = seatOf(actor);
  return seat === null ? failed({ fault: 'NO_SEAT' }) : act(seat);
}
