import { promptOf, PROMPTS, type PromptName } from '@pledgeline/core';
import type { PromptList, PromptTake } from '@pledgeline/contract';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { auditName, type Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { shippedLengths } from './shipped.ts';
import type { CheckedSound } from './sound.ts';

type Db = Kysely<Tables>;
type State = 'draft' | 'live';

export interface PromptCampaign {
  readonly id: string;
  readonly name: string;
  readonly trial: boolean;
}

/** Whose prompts callers hear: the campaign that is open, the newest should there be two; else the newest of all. */
export async function promptCampaign(db: Db): Promise<PromptCampaign | null> {
  const row = await db
    .selectFrom('campaigns')
    .select(['id', 'name', 'trial'])
    .orderBy('open', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function promptList(db: Db, campaign: PromptCampaign): Promise<PromptList> {
  const rows = await db
    .selectFrom('prompts')
    .leftJoin('staff', 'staff.id', 'prompts.recorded_by')
    .select(['prompts.id', 'prompts.name', 'state', 'milliseconds', 'recorded_at', 'staff.name as by'])
    .where('campaign_id', '=', campaign.id)
    .execute();
  const takes = new Map(
    rows.map((row) => [
      `${row.name} ${row.state}`,
      { id: row.id, milliseconds: row.milliseconds, by: row.by ?? '', at: row.recorded_at.toISOString() },
    ]),
  );
  const take = (name: PromptName, state: State): PromptTake | null => takes.get(`${name} ${state}`) ?? null;
  const lengths = await shippedLengths();
  return {
    campaign: { name: campaign.name, trial: campaign.trial },
    prompts: PROMPTS.map(({ name }) => ({
      name,
      live: take(name, 'live'),
      draft: take(name, 'draft'),
      shippedMilliseconds: lengths.get(name) ?? 0,
    })),
  };
}

export async function promptSound(
  db: Db,
  of: { readonly campaign: string; readonly name: PromptName; readonly state: State },
): Promise<Buffer | null> {
  const row = await db
    .selectFrom('prompts')
    .select('audio')
    .where('campaign_id', '=', of.campaign)
    .where('name', '=', of.name)
    .where('state', '=', of.state)
    .executeTakeFirst();
  return row?.audio ?? null;
}

/** Names and ids of what is on air; the sound is fetched only where the id is a new one. */
export async function livePrompts(db: Db): Promise<ReadonlyMap<PromptName, string>> {
  const campaign = await promptCampaign(db);
  if (campaign === null) return new Map();
  const rows = await db
    .selectFrom('prompts')
    .select(['id', 'name'])
    .where('campaign_id', '=', campaign.id)
    .where('state', '=', 'live')
    .execute();
  // Of a prompt that a later release has no longer, the recording is kept and not played.
  return new Map(
    rows.flatMap(({ id, name }) => {
      const prompt = promptOf(name);
      return prompt === null ? [] : [[prompt.name, id] as const];
    }),
  );
}

export async function soundById(db: Db, id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('prompts').select('audio').where('id', '=', id).executeTakeFirst();
  return row?.audio ?? null;
}

interface Deed {
  readonly actor: Actor;
  readonly campaign: string;
  readonly name: PromptName;
}

/** Replaces the draft that is there. */
export async function keepDraft(db: Db, deed: Deed & { readonly sound: CheckedSound }): Promise<void> {
  const { actor, campaign, name, sound } = deed;
  const id = randomUUID();
  const take = {
    id,
    audio: sound.wav,
    milliseconds: sound.milliseconds,
    recorded_by: auditName(actor).id,
    recorded_at: new Date(),
  };
  await db.transaction().execute(async (step) => {
    await step
      .insertInto('prompts')
      .values({ ...take, campaign_id: campaign, name, language: languageOf(name), state: 'draft' })
      .onConflict((conflict) => conflict.columns(['campaign_id', 'name', 'state']).doUpdateSet(take))
      .execute();
    const detail = { name, milliseconds: sound.milliseconds };
    await audit(step, { actor, action: 'prompt.recorded', subject: id, detail });
  });
}

const languageOf = (name: PromptName): 'fr' | 'en' => promptOf(name)?.language ?? 'fr';

/** False: that draft is no longer the one that is there. */
export async function putOnAir(db: Db, deed: Deed & { readonly draft: string }): Promise<boolean> {
  const { actor, campaign, name, draft } = deed;
  return db.transaction().execute(async (step) => {
    const found = await step
      .selectFrom('prompts')
      .select('id')
      .where('id', '=', draft)
      .where('campaign_id', '=', campaign)
      .where('name', '=', name)
      .where('state', '=', 'draft')
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) return false;
    await remove(step, { campaign, name, state: 'live' });
    await step.updateTable('prompts').set({ state: 'live' }).where('id', '=', draft).execute();
    await audit(step, { actor, action: 'prompt.live', subject: draft, detail: { name } });
    return true;
  });
}

/** False: there is none. */
export async function takeAway(db: Db, deed: Deed & { readonly state: State }): Promise<boolean> {
  const { actor, campaign, name, state } = deed;
  return db.transaction().execute(async (step) => {
    const id = await remove(step, { campaign, name, state });
    if (id === null) return false;
    const action = state === 'live' ? 'prompt.taken-back' : 'prompt.discarded';
    await audit(step, { actor, action, subject: id, detail: { name } });
    return true;
  });
}

async function remove(
  step: Db,
  of: { readonly campaign: string; readonly name: PromptName; readonly state: State },
): Promise<string | null> {
  const row = await step
    .deleteFrom('prompts')
    .where('campaign_id', '=', of.campaign)
    .where('name', '=', of.name)
    .where('state', '=', of.state)
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

interface Synthetic {
  readonly of: number;
  readonly synthetic: number;
}

/** In the languages of the campaign's lines: how many prompts are still the synthesiser's. Null: on trial, or no campaign. */
export async function stillSynthetic(db: Db): Promise<Synthetic | null> {
  const campaign = await promptCampaign(db);
  return campaign === null || campaign.trial ? null : syntheticOf(db, campaign.id);
}

export async function syntheticOf(db: Db, campaign: string): Promise<Synthetic> {
  const lines = await db
    .selectFrom('lines')
    .select('language')
    .distinct()
    .where('campaign_id', '=', campaign)
    .execute();
  const languages = new Set(lines.map(({ language }) => language));
  const own = await livePrompts(db);
  const needed = PROMPTS.filter(({ language }) => languages.has(language));
  return { of: needed.length, synthetic: needed.filter(({ name }) => !own.has(name)).length };
}
