import {
  airPrompt,
  discardDraft,
  draftPrompt,
  listPrompts,
  PROMPT_BODY_BYTES_MAX,
  PROMPT_SOUNDS,
  promptSoundPath,
  takeBackPrompt,
  type PromptList,
  type PromptSound,
} from '@pledgeline/contract';
import { failed, ok, promptOf, type PromptName, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { refuse } from '../adapters/http/faults.ts';
import { page, route, type Refusal } from '../adapters/http/route.ts';
import type { PromptsOnAir } from './on-air.ts';
import { shippedSound } from './shipped.ts';
import { checkedSound } from './sound.ts';
import {
  keepDraft,
  promptCampaign,
  promptList,
  promptSound,
  putOnAir,
  takeAway,
  type PromptCampaign,
} from './store.ts';

export interface PromptRoutesDeps {
  readonly db: Kysely<Tables>;
  readonly onAir: Pick<PromptsOnAir, 'reload'>;
}

type Done = Result<null, Refusal>;

export function promptRoutes(app: FastifyInstance, deps: PromptRoutesDeps): void {
  const { db, onAir } = deps;
  /** Does what is asked in the campaign that callers ring now, and answers the list as it is then. */
  const inCampaign = async (
    deed: (campaign: PromptCampaign) => Promise<Done>,
  ): Promise<Result<PromptList, Refusal>> => {
    const campaign = await promptCampaign(db);
    if (campaign === null) return failed({ fault: 'NOT_FOUND' });
    const done = await deed(campaign);
    return done.ok ? ok(await promptList(db, campaign)) : done;
  };
  const found = (was: boolean): Done => (was ? ok(null) : failed({ fault: 'NOT_FOUND' }));

  route(app, listPrompts, () => inCampaign(async () => ok(null)));

  route(
    app,
    draftPrompt,
    ({ actor, params, body }) =>
      inCampaign(async ({ id }) => {
        const prompt = promptOf(params.name);
        if (prompt === null) return failed({ fault: 'NOT_FOUND' });
        const sound = checkedSound(Buffer.from(body.audio, 'base64'), prompt);
        if (!sound.ok) return failed({ fault: sound.failure });
        await keepDraft(db, { actor, campaign: id, name: prompt.name, sound: sound.value });
        return ok(null);
      }),
    { bodyBytesMax: PROMPT_BODY_BYTES_MAX },
  );

  /** Callers hear it before it is answered. */
  route(app, airPrompt, ({ actor, params, body }) =>
    inCampaign(async ({ id }) => {
      const isOn = await putOnAir(db, { actor, campaign: id, name: params.name, draft: body.draft });
      if (!isOn) return failed({ fault: 'PROMPT_CHANGED' });
      await onAir.reload();
      return ok(null);
    }),
  );

  route(app, takeBackPrompt, ({ actor, params }) =>
    inCampaign(async ({ id }) => {
      const was = await takeAway(db, { actor, campaign: id, name: params.name, state: 'live' });
      if (was) await onAir.reload();
      return found(was);
    }),
  );

  route(app, discardDraft, ({ actor, params }) =>
    inCampaign(async ({ id }) =>
      found(await takeAway(db, { actor, campaign: id, name: params.name, state: 'draft' })),
    ),
  );

  for (const sound of PROMPT_SOUNDS) soundPage(app, db, sound);
}

/** The sound itself, for whoever may change it. */
function soundPage(app: FastifyInstance, db: Kysely<Tables>, sound: PromptSound): void {
  const path = promptSoundPath(':name', sound);
  page(app, { method: 'GET', path, access: ['supervisor', 'office'] }, async (request, reply) => {
    const prompt = promptOf((request.params as { name: string }).name);
    const wav = prompt === null ? null : await soundOf(db, prompt.name, sound);
    if (wav === null) return refuse(request, reply, { fault: 'NOT_FOUND' });
    return reply.type('audio/wav').send(wav);
  });
}

async function soundOf(db: Kysely<Tables>, name: PromptName, sound: PromptSound): Promise<Buffer | null> {
  if (sound === 'shipped') return shippedSound(name);
  const campaign = await promptCampaign(db);
  return campaign === null ? null : promptSound(db, { campaign: campaign.id, name, state: sound });
}
