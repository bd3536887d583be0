import { ShowMoment, type KeptMoment } from '@pledgeline/contract';
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { CallCurve } from './call-curve.tsx';
import { useDeed } from './use-show.ts';

interface MomentsProps {
  readonly date: string;
  readonly moments: readonly KeptMoment[];
}

/** When the number is on air on that day, and what came of it. */
export function Moments({ date, moments }: MomentsProps) {
  const { show: words } = useSentences();
  const [edited, setEdited] = useState<string | null>(null);
  const deed = useDeed();
  return (
    <section className="show-part" aria-labelledby="show-moments">
      <h2 id="show-moments">{words.moments}</h2>
      {moments.length === 0 ? <p>{words.noMoments}</p> : null}
      <ul className="show-moments">
        {moments.map((moment) =>
          moment.id === edited ? (
            <li key={moment.id}>
              <MomentForm date={date} moment={moment} done={() => setEdited(null)} />
            </li>
          ) : (
            <li key={moment.id} className="show-moment">
              <b>{moment.time}</b>
              <span className="show-name">{moment.title}</span>
              <span>{moment.seconds} s</span>
              <CallCurve calls={moment.calls} />
              <span className="show-keys">
                <button
                  type="button"
                  className="link"
                  aria-label={words.edit(moment.title)}
                  onClick={() => setEdited(moment.id)}
                >
                  {words.editShort}
                </button>
                <button
                  type="button"
                  className="link"
                  aria-label={words.remove(moment.title)}
                  onClick={() => deed.mutate({ kind: 'remove-moment', id: moment.id })}
                >
                  {words.removeShort}
                </button>
              </span>
            </li>
          ),
        )}
      </ul>
      <Failure error={deed.error} />
      <MomentForm key={date} date={date} moment={null} done={() => undefined} />
    </section>
  );
}

interface FormProps {
  readonly date: string;
  /** Null: a new one. */
  readonly moment: KeptMoment | null;
  readonly done: () => void;
}

const EMPTY = { time: '', title: '', seconds: '30' };

function MomentForm({ date, moment, done }: FormProps) {
  const { show: words } = useSentences();
  const [typed, setTyped] = useState(
    moment === null ? EMPTY : { time: moment.time, title: moment.title, seconds: String(moment.seconds) },
  );
  const first = useRef<HTMLInputElement>(null);
  const deed = useDeed(() => {
    setTyped(EMPTY);
    // The next one is typed at once.
    first.current?.focus();
    done();
  });
  const read = ShowMoment.safeParse({ ...typed, date, seconds: Number(typed.seconds) });
  const keep = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!read.success) return;
    const kind = moment === null ? ('add-moment' as const) : ('change-moment' as const);
    deed.mutate({ kind, id: moment?.id ?? '', moment: read.data });
  };
  const isChange = moment !== null;
  useEffect(() => {
    // The key that opened it is gone.
    if (isChange) first.current?.focus();
  }, [isChange]);
  const field = (name: keyof typeof EMPTY) => ({
    value: typed[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form className="show-add" onSubmit={keep}>
      <TextInput ref={first} label={words.time} placeholder="21:05" {...field('time')} />
      <TextInput label={words.name} className="show-wide" {...field('title')} />
      <TextInput label={words.seconds} inputMode="numeric" {...field('seconds')} />
      <button type="submit" className="key" disabled={!read.success || deed.isPending}>
        {moment === null ? words.addMoment : words.changeMoment}
      </button>
      {moment === null ? null : (
        <button type="button" className="key key-quiet" onClick={done}>
          {words.cancel}
        </button>
      )}
      <Failure error={deed.error} />
    </form>
  );
}
