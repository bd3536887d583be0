import { signInByLink } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { isNow, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { Entry } from './entry.tsx';

/** A link works once, and React may draw a component twice: the token is taken out of the address on the first reading. */
let token: string | null = null;
let asked = false;
function takeToken(): string {
  const read = new URLSearchParams(location.search).get('token');
  if (read !== null && read !== token) {
    token = read;
    asked = false;
  }
  return token ?? '';
}

export function SignIn() {
  const { access, common } = useSentences();
  const navigate = useNavigate();
  const [link] = useState(takeToken);
  const signIn = useMutation({
    mutationFn: () => replyOf(call(signInByLink, { body: { token: link } })),
    onSuccess: (me) => {
      isNow(me);
      // The token must stay neither in the address bar nor in the history.
      void navigate({ to: '/', replace: true });
    },
  });
  const { mutate } = signIn;
  useEffect(() => {
    history.replaceState(history.state, '', '/sign-in');
    if (link === '' || asked) return;
    asked = true;
    mutate();
  }, [link, mutate]);
  return (
    <Entry title={access.signInTitle}>
      {link === '' ? <p role="alert">{access.linkMissing}</p> : null}
      {signIn.isPending ? <output>{access.signingIn}</output> : null}
      <Failure error={signIn.error} />
      {signIn.isError ? (
        <button type="button" className="key" onClick={() => mutate()}>
          {common.tryAgain}
        </button>
      ) : null}
    </Entry>
  );
}
