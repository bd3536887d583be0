import { Opening, type KeptOpening, type Show } from '@pledgeline/contract';
import { TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { useDeed } from './use-show.ts';

interface HoursProps {
  readonly show: Show;
  readonly date: string;
  readonly openings: readonly KeptOpening[];
}

/** When the line takes calls on that day. */
export function Hours({ show, date, openings }: HoursProps) {
  const { show: words } = useSentences();
  const deed = useDeed();
  const none = show.openings.length === 0 ? words.noHours : words.noHoursToday;
  return (
    <section className="show-part" aria-labelledby="show-hours">
      <h2 id="show-hours">{words.hours}</h2>
      {openings.length === 0 ? <p>{none}</p> : null}
      <ul className="show-hours">
        {openings.map(({ id, from, until }) => (
          <li key={id}>
            <b>
              {from} – {until}
            </b>
            <button
              type="button"
              className="link"
              aria-label={words.removeHours(from, until)}
              onClick={() => deed.mutate({ kind: 'remove-opening', id })}
            >
              {words.removeShort}
            </button>
          </li>
        ))}
      </ul>
      <Failure error={deed.error} />
      <AddHours key={date} date={date} />
    </section>
  );
}

function AddHours({ date }: { readonly date: string }) {
  const { show: words } = useSentences();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const deed = useDeed(() => {
    setFrom('');
    setUntil('');
  });
  const opening = Opening.safeParse({ date, from, until });
  const add = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (opening.success) deed.mutate({ kind: 'add-opening', opening: opening.data });
  };
  return (
    <form className="show-add" onSubmit={add}>
      <TextInput
        label={words.from}
        placeholder="21:00"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={words.until}
        placeholder="24:00"
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <button type="submit" className="key" disabled={!opening.success || deed.isPending}>
        {words.addHours}
      </button>
      <p className="show-note">{words.untilHelp}</p>
      <Failure error={deed.error} />
    </form>
  );
}
