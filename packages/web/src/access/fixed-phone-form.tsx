import { DeskPhone, setDeskPhone } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { meQuery, queries, replyOf } from '../app/queries.ts';
import { typedAddress } from '../language/phone-address.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { isBadInput } from './bad-input.ts';
import { FormKeys } from './position-keys.tsx';
import type { PhoneFormProps } from './phone-form.ts';
import { positionsQuery } from './positions-query.ts';

/** A telephone at an address that stays: given, changed and taken away. */
export function FixedPhoneForm({ position, close }: Omit<PhoneFormProps, 'made'>) {
  const { phone: words } = useSentences();
  const ids = { input: useId(), help: useId(), fault: useId() };
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(position.phone);
  const { wrong, judge, set } = useGiving({ position, close });
  const isNew = position.phone === '';
  useEffect(() => {
    // In a new one the choice of how it is found comes first.
    if (isNew) return;
    input.current?.focus();
    input.current?.select();
  }, [isNew]);
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
      <FormKeys
        busy={set.isPending}
        save={words.save}
        remove={isNew ? null : () => set.mutate('')}
        cancel={() => close('')}
      />
    </form>
  );
}

/** `wrong`: what was typed and is no address; null: nothing yet. It is wrong until it is changed. */
function useGiving({ position, close }: Omit<PhoneFormProps, 'made'>) {
  const { phone: words } = useSentences();
  const [wrong, setWrong] = useState<string | null>(null);
  const set = useMutation({
    mutationFn: (typed: string) =>
      replyOf(call(setDeskPhone, { params: { id: position.id }, body: { phone: typedAddress(typed) } })),
    onSuccess: (reply, typed) => {
      queries.setQueryData(positionsQuery.queryKey, reply);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      close(typedAddress(typed) === '' ? words.removed : words.saved);
    },
    onError: (error, typed) => {
      if (isBadInput(error)) setWrong(typed);
    },
  });
  const judge = (typed: string): boolean => {
    const address = typedAddress(typed);
    const good = address !== '' && DeskPhone.safeParse(address).success;
    if (!good) setWrong(typed);
    return good;
  };
  return { wrong, judge, set };
}
