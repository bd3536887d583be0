import { BREAK_REASONS, type DeskMessage } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { notesQuery, putOldestAway } from './notes.ts';
import { useSession } from './use-session.ts';
import './desk-notes.css';

/** [AGW-6] A supervisor's words: read out when there is time, shown until they are put away; the focus stays where it is. */
export function DeskNotes() {
  const { view } = useSession();
  const { agents: words } = useSentences();
  const { data: notes } = useQuery(notesQuery);
  const messages = notes?.messages ?? [];
  const afterCall = notes?.break?.bySupervisor === true && view.desk.status.kind === 'talking';
  return (
    <div className="desk-notes">
      <output>
        {messages[0] === undefined ? null : <Message message={messages[0]} more={messages.length - 1} />}
        {afterCall ? <span className="desk-note">{words.breakAfterCall}</span> : null}
      </output>
      {messages.length === 0 ? null : (
        <button type="button" className="link" onClick={() => putOldestAway()}>
          {words.read} <kbd>{words.escape}</kbd>
        </button>
      )}
    </div>
  );
}

function Message({ message, more }: { readonly message: DeskMessage; readonly more: number }) {
  const { agents: words } = useSentences();
  return (
    <span className="desk-note">
      {words.from(message.from)} <b>{message.text}</b>
      {more > 0 ? <small> {words.more(more)}</small> : null}
    </span>
  );
}

/** [AGW-5] Why the break is taken: one key, and none is needed. */
export function BreakReasons() {
  const { session, view } = useSession();
  const { agents: words } = useSentences();
  const { data: notes } = useQuery(notesQuery);
  const { status, hold, form } = view.desk;
  const isOn =
    status.kind === 'away' &&
    status.because === 'chosen' &&
    hold === 'none' &&
    form === null &&
    notes?.break !== null;
  useEffect(() => {
    if (!isOn) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target instanceof HTMLInputElement) return;
      const reason = BREAK_REASONS[Number(event.key) - 1];
      if (reason !== undefined) void session.takeBreak(reason);
    };
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [isOn, session]);
  if (!isOn || notes === undefined) return null;
  return (
    <fieldset className="break-reasons">
      <legend>{words.why}</legend>
      {BREAK_REASONS.map((reason, index) => (
        <button
          key={reason}
          type="button"
          className="key"
          aria-pressed={notes.break?.reason === reason}
          onClick={() => void session.takeBreak(reason)}
        >
          {words.reasons[reason]} <kbd>{index + 1}</kbd>
        </button>
      ))}
    </fieldset>
  );
}
