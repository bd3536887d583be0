import { removePhoneAccount, renewPhoneAccount, type PhoneAccount } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { AskedTwice } from '../app/asked-twice.tsx';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { queries, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { accountsChanged } from './accounts-changed.ts';
import { registeredWords, type PhoneFormProps } from './phone-form.ts';
import { phoneAccountsQuery } from './positions-query.ts';

/** An account that is there: another password for it, or none any more. */
export function AccountPanel({
  position,
  account,
  close,
  made,
}: PhoneFormProps & { readonly account: PhoneAccount }) {
  const { phone: words } = useSentences();
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  const params = { id: position.id };
  const renew = useMutation({
    mutationFn: () => replyOf(call(renewPhoneAccount, { params })),
    onSuccess: made,
    onSettled: accountsChanged,
  });
  const remove = useMutation({
    mutationFn: () => replyOf(call(removePhoneAccount, { params })),
    onSuccess: (reply) => {
      queries.setQueryData(phoneAccountsQuery.queryKey, reply);
      accountsChanged();
      close(words.removed);
    },
  });
  const busy = renew.isPending || remove.isPending;
  return (
    <section className="position-form" aria-label={words.ofPosition(position.number)}>
      <p ref={title} tabIndex={-1}>
        {words.carries} <b>{account.user}</b> — {registeredWords(account, words)}
      </p>
      <p>{words.renewHelp}</p>
      <Failure error={renew.error ?? remove.error} />
      <div className="position-keys">
        <AskedTwice label={words.renew} sure={words.renewSure} busy={busy} act={() => renew.mutate()} />
        <AskedTwice label={words.remove} sure={words.removeSure} busy={busy} act={() => remove.mutate()} />
        <button type="button" className="key key-quiet" onClick={() => close('')}>
          {words.cancel}
        </button>
      </div>
    </section>
  );
}
