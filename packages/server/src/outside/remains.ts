import type { OutsideCall, OutsideLegId } from '@pledgeline/calls';
import { after, type CallId, type CampaignId, type Instant } from '@pledgeline/core';
import type { DialogSnapshot, LegId } from '@pledgeline/sip';
import type { LogRecord } from '../adapters/floor-log/floor-log.ts';
import { outsideSipLeg } from './leg-names.ts';

export type OutsideRecord = Extract<LogRecord, { kind: 'outside' }>;

/** Of what is over, the log keeps when it began for as long as that counts. */
const COUNTS_MS = 3_600_000;

export interface Remains {
  readonly talking: readonly {
    readonly record: OutsideRecord;
    readonly call: OutsideCall;
    readonly dialog: DialogSnapshot;
  }[];
  readonly placed: ReadonlyMap<CampaignId, readonly Instant[]>;
  /** The newest of each call, for the next life. */
  readonly records: ReadonlyMap<OutsideLegId, OutsideRecord>;
}

/** What an earlier life left: an outside call lives on where its dialog was found and the call that it is for is on. */
export function remainsIn(
  records: readonly LogRecord[],
  dialogs: ReadonlyMap<LegId, DialogSnapshot>,
  live: (call: CallId) => boolean,
): Remains {
  const last = new Map<OutsideLegId, OutsideRecord>();
  for (const record of records) if (record.kind === 'outside') last.set(record.leg as OutsideLegId, record);
  const placed = new Map<CampaignId, Instant[]>();
  for (const { outside } of last.values()) {
    const campaign = outside.campaign as CampaignId;
    placed.set(campaign, [...(placed.get(campaign) ?? []), outside.placedAt]);
  }
  for (const moments of placed.values()) moments.sort((one, other) => one - other);
  const talking = [...last.values()].flatMap((record) => {
    const call = callOf(record);
    const dialog = dialogs.get(outsideSipLeg(call.call, call.leg, call.place.attempt));
    return dialog === undefined || !live(call.call) ? [] : [{ record, call, dialog }];
  });
  return { talking, placed, records: last };
}

/** The log may have been cut off between the dialog and the word that it was answered: then the placing counts. */
function callOf({ call, leg, outside }: OutsideRecord): OutsideCall {
  const { campaign, longestMs, attempt, answeredAt, placedAt } = outside;
  const since = answeredAt ?? placedAt;
  return {
    leg: leg as OutsideLegId,
    call: call as CallId,
    campaign: campaign as CampaignId,
    longestMs,
    place: { kind: 'talking', attempt, since, endBy: after(since, longestMs) },
  };
}

/** What a log that is written anew must hold. */
export const recordsThatCount = (
  records: ReadonlyMap<OutsideLegId, OutsideRecord>,
  isOn: (leg: OutsideLegId) => boolean,
  now: Instant,
): ReadonlyMap<OutsideLegId, OutsideRecord> =>
  new Map([...records].filter(([leg, { outside }]) => isOn(leg) || outside.placedAt > now - COUNTS_MS));
