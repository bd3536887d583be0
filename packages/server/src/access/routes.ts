import { getMe, signInByLink, signOut } from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { isTrial } from '../campaigns/store.ts';
import type { SeatHooks } from '../volunteers/routes.ts';
import { getUp, seatOfStaff } from '../volunteers/seatings.ts';
import { NOBODY, seatOf, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { BROWSER_COOKIE, dropCookie, headersOf, passCookies, SEAT_COOKIE } from './cookies.ts';
import { meOf } from './sessions.ts';
import type { StaffAuth } from './staff-auth.ts';

export interface AccessDeps extends SeatHooks {
  readonly db: Kysely<Tables>;
  readonly auth: StaffAuth;
}

export function accessRoutes(app: FastifyInstance, { db, auth, onUnseated }: AccessDeps): void {
  route(app, getMe, async ({ actor }) => ok(meOf(actor, await isTrial(db))));

  route(app, signInByLink, async ({ body, raw, reply }) => {
    const used = await auth.useLink(body.token, headersOf(raw));
    if (used === null) return failed({ fault: 'LINK_USED' });
    const { staff, cookies } = used;
    passCookies(raw, reply, cookies);
    const seat = (await seatOfStaff(db, staff.id)) ?? seatOf(raw.actor);
    const actor: Actor = { kind: 'staff', ...staff, seat };
    await audit(db, { actor, action: 'staff.signed-in', subject: staff.id, detail: { by: 'printed-link' } });
    return ok(meOf(actor, await isTrial(db)));
  });

  route(app, signOut, async ({ actor, raw, reply }) => {
    const seat = seatOf(actor);
    if (seat !== null && (await getUp(db, seat.agent))) {
      await audit(db, { actor, action: 'seat.left', subject: seat.position, detail: { by: 'sign-out' } });
      onUnseated(seat.agent);
    }
    if (actor.kind === 'staff') {
      passCookies(raw, reply, await auth.signOut(headersOf(raw)));
      await audit(db, { actor, action: 'staff.signed-out', subject: actor.id });
    }
    for (const name of [SEAT_COOKIE, BROWSER_COOKIE]) dropCookie(reply, name);
    return ok(meOf(NOBODY, await isTrial(db)));
  });
}
