import {
  endWallboardLink,
  makeWallboardLink,
  readWallboard,
  type FloorState,
  type Totals,
  type Wallboard,
} from '@pledgeline/contract';
import { failed, ok } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import { totalsSnapshot } from '../reports/store.ts';
import { campaignNow, readEvening } from '../show/read.ts';

type Db = Kysely<Tables>;

export interface WallboardDeps {
  readonly db: Db;
  readonly floor: () => FloorState;
  readonly now: () => number;
}

const NOT_FOUND = { fault: 'NOT_FOUND' } as const;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The room's big screen, which nobody is signed in at: its link opens it, and nothing else. */
export function wallboardRoutes(app: FastifyInstance, { db, floor, now }: WallboardDeps): void {
  route(app, readWallboard, async ({ body }) => {
    const campaign = await campaignNow(db);
    if (campaign === null || !(await isLink(db, campaign.id, body.token))) return failed(NOT_FOUND);
    const [totals, evening] = await Promise.all([totalsSnapshot(db), readEvening(db, now())]);
    return ok({ ...wallboardOf(floor(), totals), evening });
  });
  route(app, makeWallboardLink, async ({ actor }) => {
    const campaign = await campaignNow(db);
    if (campaign === null) return failed(NOT_FOUND);
    const token = randomBytes(24).toString('base64url');
    await putLink(db, { actor, campaign: campaign.id, hash: hashOf(token) });
    return ok({ token });
  });
  route(app, endWallboardLink, async ({ actor }) => {
    const campaign = await campaignNow(db);
    if (campaign === null) return failed(NOT_FOUND);
    await putLink(db, { actor, campaign: campaign.id, hash: null });
    return ok({ done: true } as const);
  });
}

/** [WBD-1] Counts alone: no name, no seat, no call. */
function wallboardOf(floor: FloorState, totals: Totals): Omit<Wallboard, 'evening'> {
  const count = (kind: FloorState['agents'][number]['status']['kind']): number =>
    floor.agents.filter(({ status }) => status.kind === kind).length;
  const { figures } = floor;
  return {
    waiting: floor.waiting,
    waitsSince: floor.queue[0]?.since ?? null,
    ready: count('free'),
    talking: count('talking'),
    wrappingUp: count('wrapping-up'),
    serviceLevel: figures?.evening.serviceLevel ?? null,
    boundMs: figures?.boundMs ?? 0,
    promisedCents: totals.onAirCents,
  };
}

/** Of a token only its hash is kept: whoever reads the database opens nothing by it. */
async function isLink(db: Db, campaign: string, token: string): Promise<boolean> {
  const link = await db
    .selectFrom('wallboard_links')
    .select('campaign_id')
    .where('campaign_id', '=', campaign)
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  return link !== undefined;
}

/** One link at a time, so that it is known what hangs on walls; with its entry in the record. */
function putLink(
  db: Db,
  {
    actor,
    campaign,
    hash,
  }: { readonly actor: Actor; readonly campaign: string; readonly hash: string | null },
): Promise<void> {
  return db.transaction().execute(async (step) => {
    await step.deleteFrom('wallboard_links').where('campaign_id', '=', campaign).execute();
    if (hash !== null)
      await step.insertInto('wallboard_links').values({ campaign_id: campaign, token_hash: hash }).execute();
    const action = hash === null ? 'wallboard.closed' : 'wallboard.opened';
    await audit(step, { actor, action, subject: campaign });
  });
}
