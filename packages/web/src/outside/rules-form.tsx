import { OUTSIDE_LIMITS, setOutsideRules, type Outside, type OutsideRulesForm } from '@pledgeline/contract';
import { Checkbox, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { faultsAt, focusFirst, issuesIn, type FormFaults } from '../app/form-faults.ts';
import { Refused, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { readRules, rulesDraftOf, rulesFieldAt, type RulesDraft, type RulesField } from './draft.ts';
import { useFaultWord } from './fault-word.ts';
import { outsideIsNow } from './use-outside.ts';

/** The limits of the campaign. What others change meanwhile is seen after saving, or on the next visit. */
export function RulesForm({ outside }: { readonly outside: Outside }) {
  const { outside: words } = useSentences();
  const [draft, setDraft] = useState(() => rulesDraftOf(outside.rules));
  const [faults, setFaults] = useState<FormFaults<RulesField>>(new Map());
  const save = useMutation({
    mutationFn: (form: OutsideRulesForm) => replyOf(call(setOutsideRules, { body: { form } })),
    onSuccess: (next) => {
      outsideIsNow(next);
      setDraft(rulesDraftOf(next.rules));
    },
    onError: (error) =>
      setFaults(error instanceof Refused ? faultsAt(issuesIn(error.refusal), rulesFieldAt) : new Map()),
  });
  const change = (part: Partial<RulesDraft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readRules(draft);
    setFaults(read.kind === 'form' ? new Map() : read.faults);
    if (read.kind === 'form') save.mutate(read.form);
    else focusFirst(read.faults, 'outside');
  };
  return (
    <section className="outside-part" aria-labelledby="outside-limits">
      <Title order={2} id="outside-limits">
        {words.limits}
      </Title>
      <Text className="outside-note">{words.limitsHelp(OUTSIDE_LIMITS.machineCallsMax)}</Text>
      <form className="outside-form" onSubmit={submit} aria-labelledby="outside-limits" noValidate>
        <RulesFields draft={draft} faults={faults} mayEdit={outside.mayEdit} change={change} />
        {faults.size === 0 ? <Failure error={save.error} /> : null}
        {outside.mayEdit ? (
          <div className="outside-keys">
            <button type="submit" className="key key-first" disabled={save.isPending}>
              {words.save}
            </button>
            <output>{save.isSuccess ? words.saved : ''}</output>
          </div>
        ) : null}
      </form>
    </section>
  );
}

interface FieldsProps {
  readonly draft: RulesDraft;
  readonly faults: FormFaults<RulesField>;
  readonly mayEdit: boolean;
  readonly change: (part: Partial<RulesDraft>) => void;
}

function RulesFields({ draft, faults, mayEdit, change }: FieldsProps) {
  const { outside: words } = useSentences();
  const { labels, helps } = words;
  const word = useFaultWord();
  const field = (name: Exclude<RulesField, 'callbacks'>, help: string) => ({
    id: `outside-${name}`,
    label: labels[name],
    description: help,
    size: 'md' as const,
    error: word(faults.get(name)),
    value: draft[name],
    disabled: !mayEdit,
    autoComplete: 'off',
    onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
      change({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput {...field('callsMax', helps.callsMax(OUTSIDE_LIMITS.callsMax))} inputMode="numeric" />
      <TextInput {...field('perHourMax', helps.perHourMax(OUTSIDE_LIMITS.perHourMax))} inputMode="numeric" />
      <TextInput {...field('minutesMax', helps.minutesMax(OUTSIDE_LIMITS.minutesMax))} inputMode="numeric" />
      <TextInput {...field('prefixes', helps.prefixes)} inputMode="tel" />
      <Checkbox
        id="outside-callbacks"
        size="md"
        className="outside-wide"
        label={labels.callbacks}
        description={helps.callbacks}
        checked={draft.callbacks}
        disabled={!mayEdit}
        onChange={(event) => change({ callbacks: event.currentTarget.checked })}
      />
    </>
  );
}
