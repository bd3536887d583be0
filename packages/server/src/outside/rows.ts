import {
  OUTSIDE_LIMITS,
  readPhone,
  type OutsideNumberForm,
  type OutsideRulesForm,
} from '@pledgeline/contract';
import type { CampaignId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';

export interface OutsideEntry extends OutsideNumberForm {
  readonly id: string;
}

/** What one campaign allows. */
export interface OutsideCampaign {
  readonly id: CampaignId;
  readonly rules: OutsideRulesForm;
  readonly numbers: readonly OutsideEntry[];
}

export interface OutsideKept {
  readonly campaigns: readonly OutsideCampaign[];
  /** Whose campaign a line is, by its number. */
  readonly lines: readonly { readonly number: string; readonly campaign: CampaignId }[];
}

/** Whether a number would ring this very line: a call that goes round in circles costs at each turn. */
export const isOwnLine = ({ lines }: Pick<OutsideKept, 'lines'>, number: string): boolean =>
  lines.some((line) => {
    const own = readPhone(line.number);
    return own.ok && own.value === number;
  });

/** Where nobody has said anything: enough for a charity's switchboard, little for a fraudster. */
const USUAL: OutsideRulesForm = {
  callbacks: false,
  prefixes: [],
  callsMax: 4,
  perHourMax: 30,
  minutesMax: 30,
};

export async function loadOutside(db: Kysely<Tables>): Promise<OutsideKept> {
  const campaigns = await db
    .selectFrom('campaigns')
    .leftJoin('outside_rules', 'outside_rules.campaign_id', 'campaigns.id')
    .select(['campaigns.id', 'callbacks', 'prefixes', 'calls_max', 'per_hour_max', 'minutes_max'])
    .orderBy('campaigns.id')
    .execute();
  const numbers = await db.selectFrom('outside_numbers').selectAll().orderBy('name').orderBy('id').execute();
  const lines = await db.selectFrom('lines').select(['number', 'campaign_id']).orderBy('id').execute();
  return {
    campaigns: campaigns.map(({ id, ...row }) => ({
      id: id as CampaignId,
      rules: rulesOf(row),
      numbers: numbers.filter((each) => each.campaign_id === id).map(entryOf),
    })),
    lines: lines.map((line) => ({ number: line.number, campaign: line.campaign_id as CampaignId })),
  };
}

interface RulesRow {
  readonly callbacks: boolean | null;
  readonly prefixes: string[] | null;
  readonly calls_max: number | null;
  readonly per_hour_max: number | null;
  readonly minutes_max: number | null;
}

/** A hand in the database opens no more than the screen would. */
const rulesOf = (row: RulesRow): OutsideRulesForm => ({
  callbacks: row.callbacks ?? USUAL.callbacks,
  prefixes: row.prefixes ?? USUAL.prefixes,
  callsMax: Math.min(row.calls_max ?? USUAL.callsMax, OUTSIDE_LIMITS.callsMax),
  perHourMax: Math.min(row.per_hour_max ?? USUAL.perHourMax, OUTSIDE_LIMITS.perHourMax),
  minutesMax: Math.min(row.minutes_max ?? USUAL.minutesMax, OUTSIDE_LIMITS.minutesMax),
});

const entryOf = ({ id, name, number, transfer, listeners }: OutsideEntry): OutsideEntry => ({
  id,
  name,
  number,
  transfer,
  listeners,
});
