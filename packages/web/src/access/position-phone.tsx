import { DeskPhone, setDeskPhone, type Position } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { meQuery, queries, Refused, replyOf } from '../app/queries.ts';
import { shownAddress, typedAddress } from '../language/phone-address.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { POSITIONS } from './positions-query.ts';

interface PhoneProps {
  readonly position: Position;
  readonly editing: boolean;
  readonly edit: (on: boolean) => void;
}

/** The desk phone of one position: seen, given, changed and taken away in its place. */
export function PositionPhone({ position, editing, edit }: PhoneProps) {
  const { phone: words } = useSentences();
  const { number, phone } = position;
  const key = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    // Where the form was opened, the next key goes on.
    if (wasEditing.current && !editing) key.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const close = (sentence: string): void => {
    setSaid(sentence);
    edit(false);
  };
  const open = (): void => {
    setSaid('');
    edit(true);
  };
  return (
    <div className="position-phone">
      {editing ? (
        <PhoneForm position={position} close={close} />
      ) : (
        <>
          {phone === '' ? null : (
            <p>
              {words.carries} <b>{shownAddress(phone)}</b>
            </p>
          )}
          <button
            ref={key}
            type="button"
            className="link"
            aria-label={phone === '' ? words.giveNumber(number) : words.changeNumber(number)}
            onClick={open}
          >
            {phone === '' ? words.give : words.change}
          </button>
        </>
      )}
      <output>{said}</output>
    </div>
  );
}

interface FormProps {
  readonly position: Position;
  /** With what there is to say of it; nothing where nothing was changed. */
  readonly close: (said: string) => void;
}

function PhoneForm({ position, close }: FormProps) {
  const { phone: words } = useSentences();
  const ids = { input: useId(), help: useId(), fault: useId() };
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(position.phone);
  const { wrong, judge, set } = useGiving({ position, close });
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const refocus = (): void => input.current?.focus();
  return (
    <form
      className="position-form"
      aria-label={words.ofPosition(position.number)}
      onSubmit={(event) => {
        event.preventDefault();
        if (judge(typed)) set.mutate(typed, { onError: refocus });
        else refocus();
      }}
    >
      <label htmlFor={ids.input}>{words.address}</label>
      <input
        ref={input}
        id={ids.input}
        value={typed}
        maxLength={200}
        aria-invalid={wrong === typed}
        aria-describedby={`${ids.fault} ${ids.help}`}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close('');
        }}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={ids.fault} className="position-fault" role="alert">
        {wrong === typed ? words.wrong : ''}
      </p>
      <p id={ids.help}>{words.help}</p>
      {isBadInput(set.error) ? null : <Failure error={set.error} />}
      <Keys
        busy={set.isPending}
        remove={position.phone === '' ? null : () => set.mutate('')}
        cancel={() => close('')}
      />
    </form>
  );
}

/** `wrong`: what was typed and is no address; null: nothing yet. It is wrong until it is changed. */
function useGiving({ position, close }: FormProps) {
  const { phone: words } = useSentences();
  const [wrong, setWrong] = useState<string | null>(null);
  const set = useMutation({
    mutationFn: (typed: string) =>
      replyOf(call(setDeskPhone, { params: { id: position.id }, body: { phone: typedAddress(typed) } })),
    onSuccess: (reply, typed) => {
      queries.setQueryData(POSITIONS, reply);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      close(typedAddress(typed) === '' ? words.removed : words.saved);
    },
    onError: (error, typed) => {
      if (isBadInput(error)) setWrong(typed);
    },
  });
  const judge = (typed: string): boolean => {
    const good = DeskPhone.safeParse(typedAddress(typed)).success;
    if (!good) setWrong(typed);
    return good;
  };
  return { wrong, judge, set };
}

const isBadInput = (error: Error | null): boolean =>
  error instanceof Refused && error.refusal.kind === 'fault' && error.refusal.fault === 'BAD_INPUT';

interface KeysProps {
  readonly busy: boolean;
  /** Null: there is nothing to remove. */
  readonly remove: (() => void) | null;
  readonly cancel: () => void;
}

function Keys({ busy, remove, cancel }: KeysProps) {
  const { phone: words } = useSentences();
  return (
    <div className="position-keys">
      <button type="submit" className="key key-first" disabled={busy}>
        {words.save}
      </button>
      {remove === null ? null : (
        <button type="button" className="key" disabled={busy} onClick={remove}>
          {words.remove}
        </button>
      )}
      <button type="button" className="key key-quiet" onClick={cancel}>
        {words.cancel}
      </button>
    </div>
  );
}
