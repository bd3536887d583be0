import { OutsideNumberForm, OutsideRulesForm, type OutsideNumber } from '@pledgeline/contract';
import { faultsAt, type FormFaults } from '../app/form-faults.ts';

/** A number as it stands in the fields. */
export type NumberDraft = OutsideNumberForm;
export type NumberField = keyof NumberDraft;

/** The limits as they stand in the fields: figures are text until they are saved. */
export interface RulesDraft {
  readonly callbacks: boolean;
  readonly prefixes: string;
  readonly callsMax: string;
  readonly perHourMax: string;
  readonly minutesMax: string;
}
export type RulesField = keyof RulesDraft;

export type Read<Form, Field extends string> =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'faults'; readonly faults: FormFaults<Field> };

export const emptyNumber: NumberDraft = { name: '', number: '', transfer: true, listeners: false };
export const numberDraftOf = ({ name, number, transfer, listeners }: OutsideNumber): NumberDraft => ({
  name,
  number,
  transfer,
  listeners,
});

export function readNumber(draft: NumberDraft): Read<OutsideNumberForm, NumberField> {
  const read = OutsideNumberForm.safeParse(draft);
  if (read.success) return { kind: 'form', form: read.data };
  return { kind: 'faults', faults: faultsAt(read.error.issues, numberFieldAt) };
}

export const rulesDraftOf = (rules: OutsideRulesForm): RulesDraft => ({
  callbacks: rules.callbacks,
  prefixes: rules.prefixes.join(' '),
  callsMax: String(rules.callsMax),
  perHourMax: String(rules.perHourMax),
  minutesMax: String(rules.minutesMax),
});

/** What the fields say, judged as the server judges it. People part a list with whatever is at hand. */
export function readRules(draft: RulesDraft): Read<OutsideRulesForm, RulesField> {
  const read = OutsideRulesForm.safeParse({
    callbacks: draft.callbacks,
    prefixes: draft.prefixes
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map((word) => word.replace(/^00/, '+')),
    callsMax: figureIn(draft.callsMax),
    perHourMax: figureIn(draft.perHourMax),
    minutesMax: figureIn(draft.minutesMax),
  });
  if (read.success) return { kind: 'form', form: read.data };
  return { kind: 'faults', faults: faultsAt(read.error.issues, rulesFieldAt) };
}

const figureIn = (text: string): number => (/^\s*\d{1,4}\s*$/.test(text) ? Number(text) : Number.NaN);

const NUMBER_FIELDS: readonly NumberField[] = ['name', 'number', 'transfer', 'listeners'];
export const numberFieldAt = ([first]: readonly PropertyKey[]): NumberField | null =>
  NUMBER_FIELDS.find((field) => field === first) ?? null;

const RULES_FIELDS: readonly RulesField[] = ['callbacks', 'prefixes', 'callsMax', 'perHourMax', 'minutesMax'];
export const rulesFieldAt = ([first]: readonly PropertyKey[]): RulesField | null =>
  RULES_FIELDS.find((field) => field === first) ?? null;
