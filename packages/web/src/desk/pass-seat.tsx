import { listNextVolunteers, passSeat, type NextVolunteer } from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { isNow, meQuery, queries, replyOf } from '../app/queries.ts';
import { isStaff } from '../app/who.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { KEYS } from './keys.ts';
import { useSession } from './use-session.ts';

/** Staff keep the seat of their session. */
function mayPass(): boolean {
  const me = queries.getQueryData(meQuery.queryKey);
  return me !== undefined && !isStaff(me);
}

/** [AGW-8] Whether the panel that says who takes this seat is open, and its key. */
export function usePassing() {
  const { session, view } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { call: onScreen, form, status } = view.desk;
  const isIdle = onScreen === null && form === null;
  const isFree = status.kind === 'free';
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== KEYS.away || !event.shiftKey || event.ctrlKey || event.altKey || event.repeat) return;
      if (!mayPass()) return;
      event.preventDefault();
      if (!isIdle) return session.cannotPass();
      // No call is to come while the two change places.
      if (isFree) void session.takeBreak('pause');
      setOpen(true);
    };
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [isFree, isIdle, session]);
  return { isPassing: isOpen && isIdle, close: () => setOpen(false) };
}

export function PassHint() {
  const { sentences } = useSpoken();
  const words = sentences.agents.pass;
  return mayPass() ? (
    <p>
      {words.key} <kbd>{words.press}</kbd>
    </p>
  ) : null;
}

/** Who takes this seat: a digit for one who sat here before, or a first name and Enter. */
export function PassSeat({ close }: { readonly close: () => void }) {
  const { view } = useSession();
  const { language, sentences } = useSpoken();
  const words = sentences.agents.pass;
  const next = useQuery({
    queryKey: ['next-volunteers'],
    queryFn: () => replyOf(call(listNextVolunteers, {})),
    staleTime: 0,
  });
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const pass = useMutation({
    mutationFn: (one: NextVolunteer) => replyOf(call(passSeat, { body: one })),
    onSuccess: isNow,
  });
  const people = next.data?.people ?? [];
  // What the one before has not finished would be lost, or be the next one's.
  const isUnfinished = view.unsent.length > 0 || view.desk.aside.length > 0;
  const seat = (one: NextVolunteer | undefined): void => {
    if (one !== undefined && !isUnfinished && !pass.isPending) pass.mutate(one);
  };
  const pressed = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') return close();
    if (name !== '' || !/^[1-9]$/.test(event.key)) return;
    event.preventDefault();
    seat(people[Number(event.key) - 1]);
  };
  return (
    <section className="passing" aria-labelledby="passing-title">
      <h1 id="passing-title">{words.title}</h1>
      {isUnfinished ? <p role="alert">{words.unfinished}</p> : null}
      <Failure error={pass.error} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          seat({ name, languages: [language] });
        }}
      >
        <label htmlFor="passing-name">{words.name}</label>
        <input
          id="passing-name"
          ref={field}
          type="text"
          autoComplete="off"
          maxLength={80}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={pressed}
        />
        <button type="submit" className="key key-first" disabled={isUnfinished}>
          {words.take}
        </button>
      </form>
      <ul>
        {people.map((one, index) => (
          <li key={one.name}>
            <button type="button" className="key" disabled={isUnfinished} onClick={() => seat(one)}>
              {one.name} <kbd>{index + 1}</kbd>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="key key-quiet" onClick={close}>
        {words.stay} <kbd>{sentences.agents.escape}</kbd>
      </button>
    </section>
  );
}
