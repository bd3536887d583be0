import type { CampaignId, Instant } from '@pledgeline/core';
import type { OutsideRefusal, OutsideState } from './outside.ts';

const HOUR_MS = 3_600_000;

/** [OUT-1] Why that campaign may place no outside call at this moment; null: it may. */
export function outsideRefusal(
  { settings, campaigns, calls, placed }: OutsideState,
  campaign: CampaignId,
  now: Instant,
): OutsideRefusal | null {
  const rules = campaigns.get(campaign);
  if (rules === undefined) return 'no-such-campaign';
  if (calls.size >= settings.callsMax) return 'machine-full';
  const its = [...calls.values()].filter((call) => call.campaign === campaign).length;
  if (its >= rules.callsMax) return 'campaign-full';
  return ofTheLastHour(placed.get(campaign) ?? [], now).length >= rules.perHourMax ? 'hour-full' : null;
}

/** [OUT-2] The hour slides: no clock's striking gives a second allowance. */
export const ofTheLastHour = (moments: readonly Instant[], now: Instant): readonly Instant[] =>
  moments.filter((at) => at > now - HOUR_MS);
