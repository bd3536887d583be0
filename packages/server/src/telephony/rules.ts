import type { ExchangeRules } from '@pledgeline/calls';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { openCampaign } from '../campaigns/store.ts';
import { siteRules } from '../sites/rules.ts';

/** How the floor behaves where no campaign says otherwise. */
export const RULES: ExchangeRules = {
  /** A browser picks up by itself within milliseconds: one that takes longer is not there. */
  offerMs: 3_000,
  wrapUpMs: 12_000,
  /** Whoever has not finished writing after a minute has a form for later: it stays on the desk. */
  wrapUpMaxMs: 60_000,
  waitingMax: 500,
  /** Nobody hears silence for longer than this because of a tab that paints nothing. */
  formShownMs: 400,
  /** RFC 3261 §15: 64 × T1. */
  acknowledgeMs: 32_000,
  /** The keeper starts the media process again within a second. */
  mediaBackMs: 10_000,
  /** One pool over all sites, until the campaign says otherwise. */
  overflowMs: 0,
  sites: [],
  choiceMs: null,
  callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
};

export async function loadRules(db: Kysely<Tables>): Promise<ExchangeRules> {
  const campaign = await openCampaign(db);
  if (campaign === null) return RULES;
  const { wrapUpSeconds, choiceSeconds } = campaign;
  return {
    ...RULES,
    ...(await siteRules(db, campaign.id)),
    wrapUpMs: wrapUpSeconds * 1_000,
    choiceMs: choiceSeconds === null ? null : choiceSeconds * 1_000,
  };
}
