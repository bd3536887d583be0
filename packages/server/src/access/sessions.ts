import type { Me, Seat } from '@pledgeline/contract';
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { seatByToken, seatOfStaff } from '../volunteers/seatings.ts';
import { NOBODY, seatOf, type Actor, type SeatHeld } from './actor.ts';
import { soundAt } from '../telephony/take-up.ts';
import { headersOf, SEAT_COOKIE } from './cookies.ts';
import type { StaffAuth } from './staff-auth.ts';

/** Who asks, by the cookies: staff by better-auth's session, a volunteer by the seat. */
export function sessions(db: Kysely<Tables>, auth: StaffAuth) {
  return async (request: FastifyRequest): Promise<Actor> => {
    if (request.headers.cookie === undefined) return NOBODY;
    const [staff, seat] = await Promise.all([auth.whoIs(headersOf(request)), seatOfBrowser(db, request)]);
    if (staff !== null)
      // Staff who sign in where a volunteer sat hold that seat until it is left.
      return { kind: 'staff', ...staff, seat: (await seatOfStaff(db, staff.id)) ?? seat };
    return seat === null ? NOBODY : { kind: 'seat', seat, roles: ['volunteer'] };
  };
}

async function seatOfBrowser(db: Kysely<Tables>, request: FastifyRequest) {
  const token = request.cookies[SEAT_COOKIE];
  return token === undefined ? null : seatByToken(db, token);
}

export function meOf(actor: Actor, trial: boolean): Me {
  const seat = seatOf(actor);
  return { person: personOf(actor), seat: seat === null ? null : shown(seat), trial };
}

function shown(seat: SeatHeld): Seat {
  const { agent, position, positionNumber, site, name, phone, account } = seat;
  const place = { agent, position, positionNumber, site, name };
  return { ...place, phone: phone === '' ? (account ?? '') : phone, sound: soundAt({ phone, account }) };
}

function personOf(actor: Actor): Me['person'] {
  if (actor.kind === 'nobody') return null;
  return { name: actor.kind === 'staff' ? actor.name : actor.seat.name, roles: [...actor.roles] };
}
