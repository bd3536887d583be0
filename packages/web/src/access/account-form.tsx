import { makePhoneAccount, PHONE_ACCOUNT_LIMITS, PhoneUser } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { accountsChanged } from './accounts-changed.ts';
import { isBadInput } from './bad-input.ts';
import { FormKeys } from './position-keys.tsx';
import type { PhoneFormProps } from './phone-form.ts';
import { proposedUser } from './proposed-user.ts';

/** An account by which a telephone registers: its name is proposed, its password is made by the line. */
export function AccountForm({ position, close, made }: PhoneFormProps) {
  const { phone: words } = useSentences();
  const ids = { input: useId(), help: useId(), fault: useId() };
  const input = useRef<HTMLInputElement>(null);
  const [user, setUser] = useState(proposedUser(position));
  const [wrong, setWrong] = useState<string | null>(null);
  const refocus = (): void => input.current?.focus();
  const make = useMutation({
    mutationFn: () => replyOf(call(makePhoneAccount, { params: { id: position.id }, body: { user } })),
    onSuccess: (password) => {
      accountsChanged();
      made(password);
    },
    onError: (error) => {
      if (isBadInput(error)) setWrong(user);
      refocus();
    },
  });
  return (
    <form
      className="position-form"
      aria-label={words.ofPosition(position.number)}
      onSubmit={(event) => {
        event.preventDefault();
        if (PhoneUser.safeParse(user).success) return make.mutate();
        setWrong(user);
        return refocus();
      }}
    >
      <label htmlFor={ids.input}>{words.user}</label>
      <input
        ref={input}
        id={ids.input}
        value={user}
        maxLength={PHONE_ACCOUNT_LIMITS.userCharsMax}
        aria-invalid={wrong === user}
        aria-describedby={`${ids.fault} ${ids.help}`}
        onChange={(event) => setUser(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={ids.fault} className="position-fault" role="alert">
        {wrong === user ? words.wrongUser : ''}
      </p>
      <p id={ids.help}>{words.userHelp}</p>
      {isBadInput(make.error) ? null : <Failure error={make.error} />}
      <FormKeys busy={make.isPending} save={words.make} cancel={() => close('')} />
    </form>
  );
}
