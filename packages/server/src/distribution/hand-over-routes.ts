import {
  mayComplete,
  mayConsult,
  mayHandOver,
  mayTakeBack,
  mayTalkTogether,
  type HandOverFault,
  type OutsideId,
  type Target,
} from '@pledgeline/calls';
import {
  completeHandOver,
  consult,
  getHandOverTargets,
  handOver,
  takeBack,
  talkTogether,
  type Fault,
  type HandOverOutside,
  type HandOverTo,
} from '@pledgeline/contract';
import { failed, ok, type AgentId, type CallId, type CampaignId, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { seatOf, type Actor, type SeatHeld } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { openCampaign } from '../campaigns/store.ts';
import type { OutsideBook } from '../outside/book.ts';
import { loadLines, type Line } from '../telephony/lines.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { seatsHeld } from '../volunteers/seatings.ts';
import { knows } from './own-site.ts';

export interface HandOverDeps {
  readonly db: Kysely<Tables>;
  readonly telephony: Pick<Telephony, 'exchange' | 'feed'>;
  /** The numbers outside to which calls may be handed. */
  readonly outside: Pick<OutsideBook, 'campaign'>;
}

const FAULTS: Readonly<Record<HandOverFault, Fault>> = {
  NO_SUCH_CALL: 'NO_SUCH_CALL',
  CONSULTING: 'CONSULTING',
  NO_SOUND: 'NO_SOUND',
  NOT_FREE: 'NOT_FREE',
  LINE_CLOSED: 'LINE_CLOSED',
  NOT_CONSULTING: 'NOT_CONSULTING',
  TOO_MANY: 'CALL_FULL',
};

type Done = Result<{ readonly done: true }, Refusal>;
const DONE = ok({ done: true } as const);
interface Own {
  readonly agent: AgentId;
  readonly call: CallId;
}

/** [TEL-120] A volunteer hands the call that is on at the desk to somebody else. */
export function handOverRoutes(app: FastifyInstance, deps: HandOverDeps): void {
  const { db, telephony } = deps;
  const { exchange, feed } = telephony;

  route(app, getHandOverTargets, ({ actor }) =>
    seated(actor, async (seat) =>
      ok({
        people: await freePeople(deps, seat),
        lines: (await loadLines(db, Date.now()))
          .filter(({ open }) => open)
          .map(asTarget)
          .toSorted(byNumber),
        outside: await outsideOf(deps),
      }),
    ),
  );
  route(app, handOver, ({ actor, params, body }) =>
    onCall(actor, params, async (own, seat) => {
      const to = await targetOf(deps, seat, body.to);
      if (!to.ok) return to;
      const wish = { ...own, to: to.value };
      const asked = mayHandOver(exchange(), wish);
      if (!asked.ok) return failed({ fault: FAULTS[asked.failure] });
      await record(db, actor, 'call.handed-over', own, detailOf(body.to));
      const may = mayHandOver(exchange(), wish);
      if (!may.ok) return failed({ fault: FAULTS[may.failure] });
      feed({ kind: 'hand-over', ...wish });
      return DONE;
    }),
  );
  route(app, consult, ({ actor, params, body }) =>
    onCall(actor, params, async (own, seat) => {
      const target = await targetOf(deps, seat, body.with);
      if (!target.ok) return target;
      if (target.value.kind === 'line') return failed({ fault: 'BAD_INPUT' });
      const wish = { ...own, with: target.value };
      const asked = mayConsult(exchange(), wish);
      if (!asked.ok) return failed({ fault: FAULTS[asked.failure] });
      await record(db, actor, 'call.consulted', own, detailOf(body.with));
      const may = mayConsult(exchange(), wish);
      if (!may.ok) return failed({ fault: FAULTS[may.failure] });
      feed({ kind: 'consult', ...wish });
      return DONE;
    }),
  );
  const deeds = [
    [talkTogether, mayTalkTogether, 'talk-together', 'call.talked-together'],
    [completeHandOver, mayComplete, 'complete', 'call.completed'],
    [takeBack, mayTakeBack, 'take-back', 'call.taken-back'],
  ] as const;
  for (const [endpoint, may, kind, action] of deeds)
    route(app, endpoint, ({ actor, params }) =>
      onCall(actor, params, async (own) => {
        const now = may(exchange(), own);
        if (!now.ok) return failed({ fault: FAULTS[now.failure] });
        // The two, and the caller, hear one another before it is on record: a second of silence helps nobody.
        feed({ kind, ...own });
        await record(db, actor, action, own);
        return DONE;
      }),
    );
}

async function freePeople({ db, telephony }: HandOverDeps, asking: SeatHeld) {
  const { agents } = telephony.exchange().floor;
  return (await seatsHeld(db))
    .filter((seat) => seat.agent !== asking.agent && knows(asking, seat.siteId))
    .filter(({ agent }) => agents.get(agent)?.kind === 'free')
    .map(({ agent, name, site, positionNumber }) => ({ agent, name, site, positionNumber }))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.positionNumber - b.positionNumber);
}

const asTarget = ({ id, number, language }: Line) => ({ line: id, number, language });
const byNumber = (a: { readonly number: string }, b: { readonly number: string }): number =>
  a.number.localeCompare(b.number);

/** Those of the campaign that is open. Whether one may be rung is looked at again when it is. */
async function outsideOf({ db, outside }: Pick<HandOverDeps, 'db' | 'outside'>): Promise<HandOverOutside[]> {
  const open = await openCampaign(db);
  const campaign = open === null ? null : outside.campaign(open.id as CampaignId);
  return (campaign?.numbers ?? [])
    .filter(({ transfer }) => transfer)
    .map(({ id, name }) => ({ to: id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

type Named = Exclude<Target, { readonly kind: 'helper' }>;

/** What the request names, as it is at this moment. */
async function targetOf(
  { db, outside, telephony }: HandOverDeps,
  asking: SeatHeld,
  to: HandOverTo,
): Promise<Result<Named, Refusal>> {
  if (to.kind === 'agent') {
    const agent = to.agent as AgentId;
    const site = telephony.exchange().floor.profiles.get(agent)?.site;
    return knows(asking, site) ? ok({ kind: 'agent', agent }) : failed({ fault: 'NOT_FREE' });
  }
  if (to.kind === 'outside') {
    const known = (await outsideOf({ db, outside })).some((one) => one.to === to.to);
    return known ? ok({ kind: 'outside', to: to.to as OutsideId }) : failed({ fault: 'NOT_FREE' });
  }
  const line = (await loadLines(db, Date.now())).find(({ id }) => id === to.line);
  if (line === undefined) return failed({ fault: 'LINE_CLOSED' });
  const { id, language, open } = line;
  return ok({ kind: 'line', line: id, language, open });
}

const detailOf = (to: HandOverTo): Readonly<Record<string, string>> => {
  if (to.kind === 'agent') return { to: to.agent };
  return to.kind === 'line' ? { line: to.line } : { outside: to.to };
};

const record = (
  db: Kysely<Tables>,
  actor: Actor,
  action: string,
  { call, agent }: Own,
  to: Readonly<Record<string, string>> = {},
): Promise<void> => audit(db, { actor, action, subject: call, detail: { by: agent, ...to } });

const onCall = (
  actor: Actor,
  params: { readonly call: string },
  act: (own: Own, seat: SeatHeld) => Promise<Done>,
): Promise<Done> => seated(actor, (seat) => act({ agent: seat.agent, call: params.call as CallId }, seat));

async function seated<Reply>(
  actor: Actor,
  act: (seat: SeatHeld) => Promise<Result<Reply, Refusal>>,
): Promise<Result<Reply, Refusal>> {
  const seat = seatOf(actor);
  return seat === null ? failed({ fault: 'NO_SEAT' }) : act(seat);
}
