import {
  OUTSIDE_LIMITS,
  outsideFault,
  readPhone,
  type OutsideNumberForm,
  type OutsideRulesForm,
} from '@pledgeline/contract';
import { failed, ok, type CampaignId, type Result } from '@pledgeline/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Refusal } from '../adapters/http/route.ts';
import { isOwnLine, loadOutside, type OutsideEntry, type OutsideCampaign, type OutsideKept } from './rows.ts';

/** Two changes at once take turns, on however many servers; any number would do that is ours alone. */
const LOCK = 7_353_347;

interface Wish {
  readonly actor: Actor;
  readonly campaign: CampaignId;
}
type Done = Result<null, Refusal>;
type Found = OutsideCampaign & Pick<OutsideKept, 'lines'>;

/** Everything that changes what a campaign allows: one transaction with its audit record, or nothing. */
export class OutsideStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  setRules(wish: Wish & { readonly form: OutsideRulesForm }): Promise<Done> {
    const { actor, form } = wish;
    return this.#inTurn(wish, async (step, { id, rules }) => {
      const row = {
        callbacks: form.callbacks,
        prefixes: [...new Set(form.prefixes)],
        calls_max: form.callsMax,
        per_hour_max: form.perHourMax,
        minutes_max: form.minutesMax,
      };
      await step
        .insertInto('outside_rules')
        .values({ campaign_id: id, ...row })
        .onConflict((conflict) => conflict.column('campaign_id').doUpdateSet(row))
        .execute();
      const { callbacks, callsMax, perHourMax, minutesMax } = form;
      const figures = { callbacks, callsMax, perHourMax, minutesMax, prefixes: row.prefixes.join(' ') };
      const fields = changedFields(rules, form);
      await audit(step, { actor, action: 'outside-rules.set', subject: id, detail: { fields, ...figures } });
      return ok(null);
    });
  }

  add(wish: Wish & { readonly form: OutsideNumberForm }): Promise<Done> {
    const { actor, form } = wish;
    return this.#inTurn(wish, async (step, campaign) => {
      if (campaign.numbers.length >= OUTSIDE_LIMITS.numbersMax) return failed({ fault: 'OUTSIDE_FULL' });
      const entry = sound(form, campaign, null);
      if (!entry.ok) return entry;
      const id = randomUUID();
      await step
        .insertInto('outside_numbers')
        .values({ id, campaign_id: campaign.id, ...entry.value })
        .execute();
      await audit(step, { actor, action: 'outside-number.added', subject: id });
      return ok(null);
    });
  }

  change(wish: Wish & { readonly id: string; readonly form: OutsideNumberForm }): Promise<Done> {
    const { actor, id, form } = wish;
    return this.#inTurn(wish, async (step, campaign) => {
      const before = campaign.numbers.find((entry) => entry.id === id);
      if (before === undefined) return failed({ fault: 'NOT_FOUND' });
      const entry = sound(form, campaign, before);
      if (!entry.ok) return entry;
      await step.updateTable('outside_numbers').set(entry.value).where('id', '=', id).execute();
      const fields = changedFields(before, entry.value);
      await audit(step, { actor, action: 'outside-number.changed', subject: id, detail: { fields } });
      return ok(null);
    });
  }

  remove(wish: Wish & { readonly id: string }): Promise<Done> {
    const { actor, id } = wish;
    return this.#inTurn(wish, async (step, campaign) => {
      if (!campaign.numbers.some((entry) => entry.id === id)) return failed({ fault: 'NOT_FOUND' });
      await step.deleteFrom('outside_numbers').where('id', '=', id).execute();
      await audit(step, { actor, action: 'outside-number.removed', subject: id });
      return ok(null);
    });
  }

  #inTurn(
    { campaign }: Wish,
    change: (step: Transaction<Tables>, found: Found) => Promise<Done>,
  ): Promise<Done> {
    return this.#db.transaction().execute(async (step) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(step);
      const { campaigns, lines } = await loadOutside(step);
      const found = campaigns.find(({ id }) => id === campaign);
      return found === undefined ? failed({ fault: 'NOT_FOUND' }) : change(step, { ...found, lines });
    });
  }
}

/** The form as it is kept: its number in one form, and one that the campaign may ring. */
function sound(
  form: OutsideNumberForm,
  { rules, numbers, lines }: Found,
  before: OutsideEntry | null,
): Result<OutsideNumberForm, Refusal> {
  const refuse = (fault: Refusal['fault'], path = 'form.number') =>
    failed({ fault, fields: [{ path, message: fault }] });
  const number = readPhone(form.number);
  if (!number.ok) return refuse('OUTSIDE_NUMBER');
  const fault = outsideFault(number.value, rules.prefixes);
  if (fault !== null) return refuse(fault);
  if (isOwnLine({ lines }, number.value)) return refuse('OUTSIDE_OWN_LINE');
  const others = numbers.filter((entry) => entry !== before);
  if (others.some((entry) => entry.number === number.value)) return refuse('OUTSIDE_TWICE');
  const same = (name: string): string => name.toLocaleLowerCase('fr');
  if (others.some(({ name }) => same(name) === same(form.name))) return refuse('OUTSIDE_TWICE', 'form.name');
  return ok({ name: form.name, number: number.value, transfer: form.transfer, listeners: form.listeners });
}

/** Which fields were changed, by name; the numbers themselves are in nobody's record. */
function changedFields<Form extends object>(before: Form, form: Form): string {
  const names = Object.keys(form) as (keyof Form & string)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(form[name])).join(' ');
}
