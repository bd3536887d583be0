import { endWallboardLink, makeWallboardLink } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { copied } from '../access/copied.ts';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';

/** [WBD-5] The link for the room's big screen: made and taken back here, seen once. */
export function WallboardLink() {
  const { wallboard: words } = useSentences();
  const [isCopied, setCopied] = useState(false);
  const make = useMutation({
    mutationFn: () => replyOf(call(makeWallboardLink, {})),
    onMutate: () => setCopied(false),
  });
  const end = useMutation({
    mutationFn: () => replyOf(call(endWallboardLink, {})),
    onSuccess: () => make.reset(),
  });
  const address = make.data === undefined ? null : `${location.origin}/wallboard#${make.data.token}`;
  return (
    <section className="wallboard-link" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>{words.help}</p>
      <Failure error={make.error ?? end.error} />
      {address === null ? null : (
        <p>
          <a href={address} target="pledgeline-wallboard" rel="noopener">
            {address}
          </a>
        </p>
      )}
      <p className="wallboard-link-keys">
        <button type="button" className="key" disabled={make.isPending} onClick={() => make.mutate()}>
          {words.make}
        </button>
        {address === null ? null : (
          <button type="button" className="key" onClick={() => void copied(address).then(setCopied)}>
            {words.copy}
          </button>
        )}
        <button type="button" className="key key-quiet" disabled={end.isPending} onClick={() => end.mutate()}>
          {words.end}
        </button>
        <output>{isCopied ? words.copied : end.isSuccess && address === null ? words.ended : ''}</output>
      </p>
    </section>
  );
}
