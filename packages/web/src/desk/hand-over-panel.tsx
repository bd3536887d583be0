import type { ConsultWith, HandOverTargets, HandOverTo } from '@pledgeline/contract';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { found } from './found.ts';
import { focusField, useSession } from './use-session.ts';
import { useTargets } from './use-targets.ts';

/** [DESK-61] To whom the call can go, by keyboard alone: type a name, Enter, arrows; Escape goes back to the form. */
export function HandOverPanel() {
  const { session, view } = useSession();
  const { handOver: words } = useSentences();
  const targets = useTargets();
  const [typed, setTyped] = useState('');
  const place = useRef<HTMLElement>(null);
  const came = useRef(view.desk.focus);
  useEffect(() => {
    const panel = place.current;
    const field = came.current;
    const pressed = (event: KeyboardEvent): void => moveFocus(event, panel);
    panel?.querySelector('input')?.focus();
    panel?.addEventListener('keydown', pressed);
    return () => {
      panel?.removeEventListener('keydown', pressed);
      focusField(field);
    };
  }, []);
  return (
    <section ref={place} className="handing" aria-labelledby="handing-title">
      <h2 id="handing-title">{words.title}</h2>
      <label className="handing-find">
        {words.find}
        <input
          value={typed}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {targets.data === undefined ? (
        <output>{targets.isError ? words.unreachable : words.looking}</output>
      ) : (
        <Targets targets={targets.data} typed={typed} />
      )}
      <button type="button" className="key key-quiet" onClick={() => session.back()}>
        {words.close} <kbd>{words.escape}</kbd>
      </button>
    </section>
  );
}

function Targets({ targets, typed }: { readonly targets: HandOverTargets; readonly typed: string }) {
  const { handOver: words } = useSentences();
  const people = found(targets.people, typed);
  return (
    <div className="handing-lists">
      <h3>{words.people}</h3>
      <output className="handing-count">{words.free(people.length)}</output>
      <ul>
        {people.map(({ agent, name, site, positionNumber }) => (
          <Target
            key={agent}
            to={{ kind: 'agent', agent }}
            counsel={{ kind: 'agent', agent }}
            who={words.person(name, positionNumber)}
          >
            <b>{name}</b> <span>{words.position(positionNumber, site)}</span>
          </Target>
        ))}
      </ul>
      <h3>{words.lines}</h3>
      <ul>
        {targets.lines.map(({ line, number, language }) => (
          <Target key={line} to={{ kind: 'line', line }} counsel={null} who={words.line(number)}>
            <b>{words.line(number)}</b> <span>{words.languages[language]}</span>
          </Target>
        ))}
      </ul>
      {targets.outside.length === 0 ? null : <h3>{words.outside}</h3>}
      <ul>
        {targets.outside.map(({ to, name }) => (
          <Target key={to} to={{ kind: 'outside', to }} counsel={{ kind: 'outside', to }} who={name}>
            <b>{name}</b>
          </Target>
        ))}
      </ul>
    </div>
  );
}

interface TargetProps {
  readonly to: HandOverTo;
  /** Null: nobody can be spoken with first. */
  readonly counsel: ConsultWith | null;
  readonly who: string;
  readonly children: ReactNode;
}

function Target({ to, counsel, who, children }: TargetProps) {
  const { session } = useSession();
  const { handOver: words } = useSentences();
  return (
    <li className="handing-target">
      <p>{children}</p>
      {counsel === null ? null : (
        <button
          type="button"
          className="key"
          aria-label={words.consultWith(who)}
          onClick={() => void session.consult(counsel)}
        >
          {words.consult}
        </button>
      )}
      <button
        type="button"
        className="key"
        aria-label={to.kind === 'line' ? words.giveToLine(who) : words.giveTo(who)}
        onClick={() => void session.handOver(to)}
      >
        {to.kind === 'line' ? words.putBack : words.give}
      </button>
    </li>
  );
}

/** Enter in the field goes to the first who was found; the arrows go from one to the next, on the same key. */
function moveFocus(event: KeyboardEvent, panel: HTMLElement | null): void {
  const rows = [...(panel?.querySelectorAll('.handing-target') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const inField = document.activeElement instanceof HTMLInputElement;
  const down = event.key === 'ArrowDown' || (event.key === 'Enter' && inField);
  if (!down && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const next = rows[down ? at + 1 : at - 1];
  const keys = (row: Element | undefined): HTMLElement[] => [...(row?.querySelectorAll('button') ?? [])];
  // Counted from the end, for a line has one key where people have two.
  const own = keys(rows[at]);
  const fromEnd = own.length - own.findIndex((key) => key === document.activeElement);
  const target = keys(next).at(at === -1 ? 0 : -fromEnd) ?? keys(next)[0];
  if (target !== undefined) target.focus();
  else if (!down && at === 0) panel?.querySelector('input')?.focus();
}
