import {
  addOutsideNumber,
  changeOutsideNumber,
  type OutsideNumber,
  type OutsideNumberForm,
} from '@pledgeline/contract';
import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { faultsAt, focusFirst, issuesIn, type FormFaults } from '../app/form-faults.ts';
import { Refused, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { emptyNumber, numberDraftOf, numberFieldAt, readNumber, type NumberField } from './draft.ts';
import { useFaultWord } from './fault-word.ts';
import { outsideIsNow } from './use-outside.ts';

interface NumberFormProps {
  /** Null: a new one. */
  readonly entry: OutsideNumber | null;
  readonly done: () => void;
}

/** One number to be filled in, in its place in the list. */
export function NumberForm({ entry, done }: NumberFormProps) {
  const { outside: words } = useSentences();
  const [draft, setDraft] = useState(entry === null ? emptyNumber : numberDraftOf(entry));
  const [faults, setFaults] = useState<FormFaults<NumberField>>(new Map());
  const word = useFaultWord();
  const save = useMutation({
    mutationFn: (form: OutsideNumberForm) => replyOf(saved(entry, form)),
    onSuccess: (outside) => {
      outsideIsNow(outside);
      done();
    },
    onError: (error) => setFaults(error instanceof Refused ? faultsIn(error) : new Map()),
  });
  useEffect(() => document.getElementById('outside-name')?.focus(), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readNumber(draft);
    setFaults(read.kind === 'form' ? new Map() : read.faults);
    save.reset();
    if (read.kind === 'form') save.mutate(read.form);
    else focusFirst(read.faults, 'outside');
  };
  const field = (name: 'name' | 'number') => ({
    id: `outside-${name}`,
    label: words.labels[name],
    description: words.helps[name],
    size: 'md' as const,
    error: word(faults.get(name)),
    value: draft[name],
    autoComplete: 'off',
    onKeyDown: (event: { readonly key: string }) => event.key === 'Escape' && done(),
    onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
      setDraft({ ...draft, [name]: event.currentTarget.value }),
  });
  return (
    <form className="outside-form" onSubmit={submit} aria-label={entry?.name ?? words.newTitle} noValidate>
      <TextInput {...field('name')} required />
      <TextInput {...field('number')} inputMode="tel" required />
      <Checkbox
        id="outside-transfer"
        size="md"
        className="outside-wide"
        label={words.labels.transfer}
        checked={draft.transfer}
        onChange={(event) => setDraft({ ...draft, transfer: event.currentTarget.checked })}
      />
      <Checkbox
        id="outside-listeners"
        size="md"
        className="outside-wide"
        label={words.labels.listeners}
        checked={draft.listeners}
        onChange={(event) => setDraft({ ...draft, listeners: event.currentTarget.checked })}
      />
      {faults.size === 0 ? <Failure error={save.error} /> : null}
      <div className="outside-keys">
        <button type="submit" className="key key-first" disabled={save.isPending}>
          {words.save}
        </button>
        <button type="button" className="key" onClick={done}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}

const saved = (entry: OutsideNumber | null, form: OutsideNumberForm) =>
  entry === null
    ? call(addOutsideNumber, { body: { form } })
    : call(changeOutsideNumber, { params: { id: entry.id }, body: { form } });

const faultsIn = ({ refusal }: Refused): FormFaults<NumberField> =>
  faultsAt(issuesIn(refusal), numberFieldAt);
