import {
  barNumber,
  liftBar,
  listBars,
  localMs,
  momentOf,
  nextDay,
  readingOf,
  type BarReason,
  type BarredNumber,
} from '@pledgeline/contract';
import { failed, ok, type CallId, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import type { Telephony } from '../telephony/telephony.ts';
import type { BarBook } from './bar-book.ts';

export interface BarDeps {
  readonly db: Kysely<Tables>;
  readonly book: BarBook;
  readonly telephony: Pick<Telephony, 'exchange' | 'markOf'>;
  readonly now: () => number;
}

interface Wish {
  readonly call: CallId;
  readonly lasts: 'evening' | 'campaign';
  readonly reason: BarReason;
}

/** [BAR-2][BAR-5] Supervisors bar the number of a call that is on, see what is barred, and lift it. */
export function barRoutes(app: FastifyInstance, deps: BarDeps): void {
  const { db, book } = deps;
  const list = async () => ok({ bars: await barsOf(db) });
  route(app, listBars, list);
  route(app, barNumber, async ({ actor, params, body }) => {
    const done = await bar(deps, actor, { call: params.call as CallId, ...body });
    return done.ok ? list() : done;
  });
  route(app, liftBar, async ({ actor, params }) => {
    const lifted = await db.transaction().execute(async (step) => {
      const row = await step
        .deleteFrom('bars')
        .where('id', '=', params.id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await audit(step, { actor, action: 'bar.lifted', subject: params.id });
      return true;
    });
    if (!lifted) return failed({ fault: 'NOT_FOUND' });
    await book.reload();
    return list();
  });
}

async function bar(
  { db, book, telephony, now }: BarDeps,
  actor: Actor,
  { call, lasts, reason }: Wish,
): Promise<Result<null, Refusal>> {
  const line = telephony.exchange().calls.get(call)?.line;
  if (line === undefined) return failed({ fault: 'NO_SUCH_CALL' });
  const mark = telephony.markOf(call);
  const campaign = book.campaignOf(line);
  const keyName = campaign === null ? null : book.keyName(campaign);
  if (mark === null || campaign === null || keyName === null) return failed({ fault: 'NO_NUMBER' });
  await db.transaction().execute(async (step) => {
    const { time_zone } = await step
      .selectFrom('campaigns')
      .select('time_zone')
      .where('id', '=', campaign)
      .executeTakeFirstOrThrow();
    const until = lasts === 'campaign' ? null : new Date(endOfEvening(now(), time_zone));
    const said = { until, reason, made_by: actor.kind === 'staff' ? actor.name : '', key_name: keyName };
    const { id } = await step
      .insertInto('bars')
      .values({ id: randomUUID(), campaign_id: campaign, mark, ...said })
      .onConflict((conflict) => conflict.columns(['campaign_id', 'mark']).doUpdateSet(said))
      .returning('id')
      .executeTakeFirstOrThrow();
    // Not the call: it would say whose number this is.
    await audit(step, { actor, action: 'bar.made', subject: id, detail: { lasts, reason } });
  });
  await book.reload();
  return ok(null);
}

/** When nobody is up any more and nobody is up yet. */
const EVENING_ENDS = '06:00';

/** [BAR-4] An evening goes on after midnight. */
export function endOfEvening(now: number, zone: string): number {
  const { date, time } = readingOf(now, zone);
  const today = localMs(date, EVENING_ENDS);
  return momentOf(time < EVENING_ENDS ? today : nextDay(today), zone, 'first');
}

async function barsOf(db: Kysely<Tables>): Promise<BarredNumber[]> {
  const rows = await db
    .selectFrom('bars')
    .select(['id', 'until', 'reason', 'made_by', 'made_at'])
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map(({ id, until, reason, made_by, made_at }) => ({
    id,
    until: until?.getTime() ?? null,
    reason: reason as BarReason,
    by: made_by,
    madeAt: made_at.getTime(),
  }));
}
