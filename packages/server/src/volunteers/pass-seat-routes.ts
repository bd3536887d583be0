import { listNextVolunteers, passSeat } from '@pledgeline/contract';
import { failed, ok, type AgentId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { seatOf } from '../access/actor.ts';
import { keepCookie, SEAT_COOKIE } from '../access/cookies.ts';
import { meOf } from '../access/sessions.ts';
import { route } from '../adapters/http/route.ts';
import { isTrial } from '../campaigns/store.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { nextVolunteers, pass } from './pass-seat.ts';
import type { VolunteerDeps } from './routes.ts';
import { SEAT_HOURS } from './seatings.ts';

export interface PassSeatDeps extends Pick<VolunteerDeps, 'db' | 'onSeated' | 'onUnseated'> {
  readonly telephony: Pick<Telephony, 'exchange' | 'feed'>;
}

/** [AGT-5] Twenty people, fifteen positions: a volunteer hands the seat to the next one. */
export function passSeatRoutes(app: FastifyInstance, deps: PassSeatDeps): void {
  const { db, onSeated, onUnseated } = deps;
  route(app, listNextVolunteers, async ({ actor }) => {
    const seat = seatOf(actor);
    return seat === null ? failed({ fault: 'NO_SEAT' }) : ok({ people: await nextVolunteers(db, seat) });
  });
  route(app, passSeat, async ({ actor, body, raw, reply }) => {
    const held = seatOf(actor);
    if (held === null) return failed({ fault: 'NO_SEAT' });
    if (!standsIdle(deps, held.agent)) return failed({ fault: 'ON_A_CALL' });
    const passed = await pass(db, held, body);
    if (!passed.ok) return failed({ fault: passed.failure });
    const { seat, token } = passed.value;
    if (token !== null) keepCookie(raw, reply, { name: SEAT_COOKIE, value: token, hours: SEAT_HOURS });
    onUnseated(held.agent);
    onSeated(seat);
    return ok(meOf({ kind: 'seat', seat, roles: ['volunteer'] }, await isTrial(db)));
  });
}

/** Neither on a call nor just before or after one; from here on no call comes. */
function standsIdle({ telephony }: PassSeatDeps, agent: AgentId): boolean {
  const state = telephony.exchange().floor.agents.get(agent);
  if (state !== undefined && state.kind !== 'free' && state.kind !== 'away') return false;
  telephony.feed({ kind: 'agent-away', agent, because: 'chosen' });
  return true;
}
