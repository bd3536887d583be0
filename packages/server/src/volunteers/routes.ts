import {
  addPositions,
  freePosition,
  Language,
  leaveSeat,
  listPositions,
  setDeskPhone,
  setHelpers,
  sitDown,
  takePosition,
} from '@pledgeline/contract';
import { failed, ok, type AgentId, type Instant, type PositionId } from '@pledgeline/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { NOBODY, onlySiteOf, seatOf, type Actor, type SeatHeld } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import { BROWSER_COOKIE, dropCookie, keepCookie, SEAT_COOKIE } from '../access/cookies.ts';
import { meOf } from '../access/sessions.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { isTrial } from '../campaigns/store.ts';
import { countFailure, countSuccess, judge, noAttempts, type From } from './attempts.ts';
import { readCode } from './code.ts';
import { moveTo, type Wish } from './move.ts';
import { allPositions, givePhone, makePositions, nameHelpers, seesPosition } from './positions.ts';
import { clearPosition, getUp, positionByCode, SEAT_HOURS, seatsHeld } from './seatings.ts';

/** What the floor and the screens are told; called once the database holds it. */
export interface SeatHooks {
  readonly onSeated: (seat: SeatHeld) => void;
  readonly onUnseated: (agent: AgentId) => void;
}

export interface VolunteerDeps extends SeatHooks {
  readonly db: Kysely<Tables>;
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
}

export function volunteerRoutes(app: FastifyInstance, deps: VolunteerDeps): void {
  const { db, onUnseated } = deps;
  sittingDown(app, deps);
  const shownTo = (actor: Actor) => allPositions(db, onlySiteOf(actor));

  route(app, listPositions, async ({ actor }) => ok({ positions: await shownTo(actor) }));

  route(app, addPositions, async ({ body, actor }) => {
    await makePositions(db, { actor, ...body });
    return ok({ positions: await shownTo(actor) });
  });

  route(app, freePosition, async ({ params, actor }) => {
    const position = params.id as PositionId;
    if (!(await seesPosition(db, actor, position))) return failed({ fault: 'NOT_FOUND' });
    const agent = await clearPosition(db, position);
    if (agent !== null) {
      await audit(db, { actor, action: 'seat.freed', subject: position, detail: { agent } });
      onUnseated(agent);
    }
    return ok({ positions: await shownTo(actor) });
  });

  route(app, setDeskPhone, async ({ params, body, actor }) => {
    const position = params.id as PositionId;
    const given = await givePhone(db, { actor, position, phone: body.phone });
    if (!given.ok) return failed({ fault: given.failure });
    await seatChanged(deps, position);
    return ok({ positions: await shownTo(actor) });
  });

  route(app, setHelpers, async ({ params, body, actor }) => {
    const position = params.id as PositionId;
    if (!(await nameHelpers(db, { actor, position, ...body }))) return failed({ fault: 'NOT_FOUND' });
    await seatChanged(deps, position);
    return ok({ positions: await shownTo(actor) });
  });

  route(app, leaveSeat, async ({ actor, reply }) => {
    const seat = seatOf(actor);
    if (seat !== null && (await getUp(db, seat.agent))) {
      await audit(db, { actor, action: 'seat.left', subject: seat.position, detail: { agent: seat.agent } });
      onUnseated(seat.agent);
    }
    dropCookie(reply, SEAT_COOKIE);
    const left: Actor = actor.kind === 'staff' ? { ...actor, seat: null } : NOBODY;
    return ok(meOf(left, await isTrial(db)));
  });
}

/** Whoever sits there works on with what the position has now. */
async function seatChanged({ db, onSeated }: VolunteerDeps, position: PositionId): Promise<void> {
  const seat = (await seatsHeld(db)).find((held) => held.position === position);
  if (seat !== undefined) onSeated(seat);
}

function sittingDown(app: FastifyInstance, deps: VolunteerDeps): void {
  const { db, now, pause } = deps;
  const attempts = noAttempts();

  route(app, takePosition, async ({ params, actor, raw, reply }) => {
    const position = params.id as PositionId;
    if (!(await seesPosition(db, actor, position))) return failed({ fault: 'NOT_FOUND' });
    return sit(deps, { raw, reply }, { actor, position, name: '', languages: Language.options });
  });

  route(app, sitDown, async ({ body, actor, raw, reply }) => {
    const from: From = { browser: raw.cookies[BROWSER_COOKIE] ?? null, address: raw.ip };
    const judgement = judge(attempts, from, now());
    if (judgement.kind === 'refuse') return failed({ fault: 'TOO_MANY' });
    if (judgement.kind === 'pause') await pause(judgement.ms);
    const position = await positionByCode(db, readCode(body.code));
    if (position !== null) {
      const sat = await sit(
        deps,
        { raw, reply },
        { actor, position, name: body.name, languages: body.languages },
      );
      if (sat.ok) {
        countSuccess(attempts, from);
        return sat;
      }
    }
    const browser = from.browser ?? randomUUID();
    if (from.browser === null)
      keepCookie(raw, reply, { name: BROWSER_COOKIE, value: browser, hours: SEAT_HOURS });
    countFailure(attempts, { ...from, browser }, now());
    // A right code of a taken position counts as well: whoever guesses must not learn codes for nothing.
    return failed({ fault: position === null ? 'WRONG_CODE' : 'POSITION_TAKEN' });
  });
}

async function sit(
  { db, onSeated, onUnseated }: VolunteerDeps,
  { raw, reply }: { readonly raw: FastifyRequest; readonly reply: FastifyReply },
  wish: Wish,
) {
  const moved = await moveTo(db, wish);
  if (!moved.ok) return failed({ fault: moved.failure });
  const { seat, token, left } = moved.value;
  if (token !== null) keepCookie(raw, reply, { name: SEAT_COOKIE, value: token, hours: SEAT_HOURS });
  for (const agent of left) onUnseated(agent);
  if (moved.value.isNew) onSeated(seat);
  const actor: Actor =
    wish.actor.kind === 'staff' ? { ...wish.actor, seat } : { kind: 'seat', seat, roles: ['volunteer'] };
  return ok(meOf(actor, await isTrial(db)));
}
