import {
  FAULTS,
  removeOutsideNumber,
  showPhone,
  type Outside,
  type OutsideNumber,
} from '@pledgeline/contract';
import { Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { AskedTwice } from '../app/asked-twice.tsx';
import { useSpoken, useSentences } from '../language/use-sentences.tsx';
import { NumberForm } from './number-form.tsx';
import { outsideIsNow } from './use-outside.ts';

/** The numbers that calls may be handed to; one at a time is changed, in its place. */
export function Numbers({ outside }: { readonly outside: Outside }) {
  const { outside: words } = useSentences();
  const [open, setOpen] = useState<string | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(null);
    // The key that opened the form is drawn again first.
    requestAnimationFrame(() => (document.getElementById(`edit-${open}`) ?? add.current)?.focus());
  };
  const { numbers, mayEdit } = outside;
  return (
    <section className="outside-part" aria-labelledby="outside-numbers">
      <Title order={2} id="outside-numbers">
        {words.numbers}
      </Title>
      <Text className="outside-note">{numbers.length === 0 ? words.noNumbers : words.numbersHelp}</Text>
      {numbers.length === 0 ? null : (
        <ul className="outside-list">
          {numbers.map((entry) => (
            <li key={entry.id} className="outside-entry" data-wrong={entry.fault !== null}>
              {open === entry.id ? (
                <NumberForm entry={entry} done={close} />
              ) : (
                <Entry entry={entry} mayEdit={mayEdit} edit={() => setOpen(entry.id)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {open === 'new' ? <NumberForm entry={null} done={close} /> : null}
      {mayEdit && open !== 'new' ? (
        <button ref={add} type="button" className="key outside-add" onClick={() => setOpen('new')}>
          {words.add}
        </button>
      ) : null}
    </section>
  );
}

interface EntryProps {
  readonly entry: OutsideNumber;
  readonly mayEdit: boolean;
  readonly edit: () => void;
}

function Entry({ entry, mayEdit, edit }: EntryProps) {
  const { language, sentences } = useSpoken();
  const words = sentences.outside;
  const remove = useMutation({
    mutationFn: () => replyOf(call(removeOutsideNumber, { params: { id: entry.id } })),
    onSuccess: outsideIsNow,
  });
  return (
    <>
      <h3 className="outside-name">{entry.name}</h3>
      <p className="outside-number">{showPhone(entry.number)}</p>
      <p className="outside-use">
        {entry.transfer ? words.transfer : words.noTransfer}
        {entry.listeners ? ` · ${words.listeners}` : ''}
      </p>
      {mayEdit ? (
        <div className="outside-keys">
          <button
            type="button"
            id={`edit-${entry.id}`}
            className="key"
            aria-label={words.editOf(entry.name)}
            onClick={edit}
          >
            {words.edit}
          </button>
          <AskedTwice
            label={words.remove}
            name={words.removeOf(entry.name)}
            sure={words.removeSure}
            busy={remove.isPending}
            act={() => remove.mutate()}
          />
        </div>
      ) : null}
      {entry.fault === null ? null : <p className="outside-wrong">{FAULTS[entry.fault][language]}</p>}
      <Failure error={remove.error} />
    </>
  );
}
