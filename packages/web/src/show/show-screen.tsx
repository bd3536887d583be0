import { readingOf, type Show } from '@pledgeline/contract';
import { TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Failure } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { dayWords } from '../evening/day-words.ts';
import { LineSwitch } from '../evening/line-switch.tsx';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { dayOf, daysOf } from './days.ts';
import { Hours } from './hours.tsx';
import { ImportFile } from './import-file.tsx';
import { Moments } from './moments.tsx';
import { TimeLine } from './time-line.tsx';
import { showQuery } from './use-show.ts';
import './show.css';

/** Hours and moments of one day on one page. */
export function ShowScreen() {
  const { show: words, rehearsal } = useSentences();
  const query = useQuery(showQuery);
  return (
    <div className="show">
      <div className="show-head">
        <Title order={1}>{words.title}</Title>
        <Link to="/rehearsal">{rehearsal.title}</Link>
      </div>
      <LineSwitch />
      <Failure error={query.error} />
      {query.data === undefined ? null : <Days show={query.data} />}
    </div>
  );
}

function Days({ show }: { readonly show: Show }) {
  const { language, sentences } = useSpoken();
  const words = sentences.show;
  const today = readingOf(serverNow(), show.zone).date;
  const days = daysOf(show);
  const [chosen, setChosen] = useState<string | null>(null);
  // Whoever opens the page wants the evening that is on, or the next one.
  const date = chosen ?? days.find((day) => day >= today) ?? today;
  const day = dayOf(show, date);
  return (
    <>
      <div className="show-days">
        <TextInput
          type="date"
          label={words.day}
          value={date}
          onChange={(event) => {
            if (event.currentTarget.value !== '') setChosen(event.currentTarget.value);
          }}
        />
        <ul aria-label={words.days}>
          {days.map((one) => (
            <li key={one}>
              <button
                type="button"
                className="key"
                aria-pressed={one === date}
                onClick={() => setChosen(one)}
              >
                {dayWords(one, language)}
              </button>
            </li>
          ))}
        </ul>
        <p className="show-note">{words.zone(show.zone)}</p>
      </div>
      <TimeLine day={day} date={date} zone={show.zone} />
      <div className="show-parts">
        <Moments date={date} moments={day.moments} />
        <Hours show={show} date={date} openings={day.openings} />
      </div>
      <ImportFile />
    </>
  );
}
