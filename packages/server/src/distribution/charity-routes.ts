import { mayHandToCharity, type CharityTarget, type HandingId, type OutsideId } from '@pledgeline/calls';
import { getCharityCount, getDraftKeys, handToCharity } from '@pledgeline/contract';
import { failed, ok, type AgentId, type CallId, type CampaignId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { seatOf } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { openCampaign } from '../campaigns/store.ts';
import type { OutsideBook } from '../outside/book.ts';
import type { Telephony } from '../telephony/telephony.ts';

export interface CharityDeps {
  readonly db: Kysely<Tables>;
  readonly telephony: Pick<Telephony, 'exchange' | 'feed' | 'draftKey' | 'lineNumberOf'>;
  /** The numbers outside, some of which are the listeners'. */
  readonly outside: Pick<OutsideBook, 'campaign' | 'campaignOf'>;
}

/** [CHA-10] The charity's key. Nothing of it goes into the record of who did what: that would say whose call it was. */
export function charityRoutes(app: FastifyInstance, deps: CharityDeps): void {
  const { db, telephony } = deps;
  route(app, handToCharity, async ({ actor, body }) => {
    const seat = seatOf(actor);
    if (seat === null) return failed({ fault: 'NO_SEAT' });
    const own = { agent: seat.agent, call: body.call as CallId };
    const to = body.how === 'end' ? NOBODY : targetFor(deps, own);
    const may = mayHandToCharity(telephony.exchange(), { ...own, to });
    if (!may.ok) return failed({ fault: may.failure });
    telephony.feed({ kind: 'hand-to-charity', ...own, to, handing: randomUUID() as string as HandingId });
    return ok({ done: true } as const);
  });
  route(app, getDraftKeys, async ({ actor, body }) => {
    const seat = seatOf(actor);
    if (seat === null) return failed({ fault: 'NO_SEAT' });
    return ok({
      keys: body.calls.map((call) => ({ call, key: telephony.draftKey(call as CallId, seat.agent) })),
    });
  });
  route(app, getCharityCount, async () => {
    const campaign = await openCampaign(db);
    const row = await db
      .selectFrom('charity_counts')
      .select('calls')
      .where('campaign_id', '=', campaign?.id ?? '')
      .executeTakeFirst();
    return ok({ calls: row?.calls ?? 0 });
  });
}

const NOBODY: CharityTarget = { kind: 'nobody' };
const LISTENERS: CharityTarget = { kind: 'listeners' };

interface Own {
  readonly agent: AgentId;
  readonly call: CallId;
}

/** [CHA-11] The charity's own people on the floor come first: an outside number costs, and may ring in vain. */
function targetFor({ telephony, outside }: CharityDeps, own: Own): CharityTarget {
  if (mayHandToCharity(telephony.exchange(), { ...own, to: LISTENERS }).ok) return LISTENERS;
  const campaign: CampaignId | null = outside.campaignOf(telephony.lineNumberOf(own.call));
  const numbers = campaign === null ? [] : (outside.campaign(campaign)?.numbers ?? []);
  const entry = numbers.find(({ listeners }) => listeners);
  return entry === undefined ? LISTENERS : { kind: 'outside', to: entry.id as OutsideId };
}
