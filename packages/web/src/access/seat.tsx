import { sitDown, type Language } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { isNow, replyOf } from '../app/queries.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { Entry } from './entry.tsx';
import { SpokenLanguages } from './spoken-languages.tsx';

export function TakeSeat() {
  const { language, sentences } = useSpoken();
  const { access } = sentences;
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  // Whoever has chosen nothing speaks what the screen speaks.
  const [chosen, setChosen] = useState<readonly Language[] | null>(null);
  const languages = chosen ?? [language];
  const ids = { code: useId(), name: useId(), help: useId() };
  const sit = useMutation({
    mutationFn: () => replyOf(call(sitDown, { body: { code, name, languages: [...languages] } })),
    onSuccess: (me) => {
      isNow(me);
      void navigate({ to: '/desk', replace: true });
    },
  });
  useEffect(() => document.getElementById(ids.code)?.focus(), [ids.code]);
  return (
    <Entry title={access.seatTitle}>
      <form
        className="entry-form"
        onSubmit={(event) => {
          event.preventDefault();
          sit.mutate();
        }}
      >
        <label htmlFor={ids.code}>{access.code}</label>
        <input
          id={ids.code}
          className="entry-code"
          aria-describedby={ids.help}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          minLength={4}
          maxLength={12}
          required
        />
        <p id={ids.help} className="entry-note">
          {access.seatHelp}
        </p>
        <label htmlFor={ids.name}>{access.firstName}</label>
        <input
          id={ids.name}
          type="text"
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          maxLength={80}
          required
        />
        <SpokenLanguages languages={languages} choose={setChosen} />
        <Failure error={sit.error} />
        <button type="submit" className="key key-first" disabled={sit.isPending || languages.length === 0}>
          {access.sitDown}
        </button>
      </form>
    </Entry>
  );
}
