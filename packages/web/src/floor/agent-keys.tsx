import { BREAK_REASONS, LIMITS, type FloorAgent } from '@pledgeline/contract';
import { useEffect, useRef, useState } from 'react';
import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { useFloorNotes, useWordTo } from './use-floor-notes.ts';
import './agent-keys.css';

/** Why somebody is on a break, and the keys to put him on one or to write to his desk. */
export function AgentKeys({ agent }: { readonly agent: FloorAgent }) {
  const { agents: words } = useSentences();
  const notes = useFloorNotes(agent.agent);
  const word = useWordTo(agent.agent);
  const [open, setOpen] = useState<'nothing' | 'break' | 'message'>('nothing');
  const close = (): void => setOpen('nothing');
  const note = notes?.break ?? null;
  const isOnBreak = agent.status.kind === 'away' && agent.status.because === 'chosen';
  const unread = notes?.unread ?? 0;
  return (
    <div className="agent-keys">
      <p className="agent-notes">
        {isOnBreak && note !== null ? (
          <span>{words.floor.onBreak(words.reasons[note.reason], note.bySupervisor)}</span>
        ) : null}
        {unread > 0 ? <span>{words.floor.unread(unread)}</span> : null}
        <output className="unseen">{word.isSuccess ? words.floor.sent : ''}</output>
      </p>
      <Failure error={word.error} />
      <fieldset aria-label={words.floor.keysOf(agent.name, agent.positionNumber)}>
        {open === 'break' ? <legend>{words.floor.putOnBreakFor}</legend> : null}
        {open === 'nothing' ? (
          <>
            <button type="button" className="link" disabled={isOnBreak} onClick={() => setOpen('break')}>
              {words.floor.putOnBreak}
            </button>
            <button type="button" className="link" onClick={() => setOpen('message')}>
              {words.floor.write}
            </button>
          </>
        ) : null}
        {open === 'break' ? (
          <>
            {BREAK_REASONS.map((reason) => (
              <button
                key={reason}
                type="button"
                className="key"
                onClick={() => word.mutate({ kind: 'break', reason }, { onSuccess: close })}
              >
                {words.reasons[reason]}
              </button>
            ))}
            <button type="button" className="key key-quiet" onClick={close}>
              {words.floor.cancel}
            </button>
          </>
        ) : null}
      </fieldset>
      {open === 'message' ? (
        <Writing
          name={agent.name}
          send={(text) => word.mutate({ kind: 'message', text }, { onSuccess: close })}
          cancel={close}
        />
      ) : null}
    </div>
  );
}

interface WritingProps {
  readonly name: string;
  readonly send: (text: string) => void;
  readonly cancel: () => void;
}
function Writing({ name, send, cancel }: WritingProps) {
  const { agents: words } = useSentences();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // The key that opened this was pressed to write.
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(text);
      }}
    >
      <input
        type="text"
        ref={field}
        required
        aria-label={words.floor.text(name)}
        maxLength={LIMITS.deskMessageCharsMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') cancel();
        }}
      />
      <button type="submit" className="key">
        {words.floor.send}
      </button>
      <button type="button" className="key key-quiet" onClick={cancel}>
        {words.floor.cancel}
      </button>
    </form>
  );
}
