import type { FloorAgent } from '@pledgeline/contract';
import { useEffect, useRef } from 'react';
import { KEYS } from '../desk/keys.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { Since } from './since.tsx';
import { isIdle } from './tile.tsx';
import type { Deed } from './use-floor.ts';
import './help-asked.css';

interface HelpProps {
  readonly agents: readonly FloorAgent[];
  /** Where the supervisor himself sits; undefined: nowhere. */
  readonly own: FloorAgent | undefined;
  readonly act: (deed: Deed) => void;
}

type Asking = FloorAgent & { readonly call: NonNullable<FloorAgent['call']> };

/** Who has asked first is helped first. */
const askingForHelp = (agents: readonly FloorAgent[]): readonly Asking[] =>
  agents
    .filter((agent): agent is Asking => typeof agent.call?.helpSince === 'number')
    .toSorted((a, b) => (a.call.helpSince ?? 0) - (b.call.helpSince ?? 0));

/** [HXW-4] Above all positions: whoever asks for help with a hoax, and one key to take the call of the first of them. */
export function HelpAsked({ agents, own, act }: HelpProps) {
  const { hoax: words } = useSentences();
  const asking = askingForHelp(agents);
  const canAct = own !== undefined && own.lineConnected && isIdle(own);
  const first = asking[0]?.call.id;
  useTakeKey(canAct ? first : undefined, act);
  return (
    <section
      className="help-asked"
      data-on={asking.length > 0}
      aria-live="assertive"
      aria-label={words.floorTitle}
    >
      {asking.length === 0 ? null : <h2>{words.floorTitle}</h2>}
      {asking.map(({ agent, name, site, positionNumber, call }) => (
        <div key={agent} className="help-asked-one">
          <p>
            <b>{words.floorWho(name, positionNumber, site)}</b> {words.floorWhat}
          </p>
          {call.helpSince ? <Since since={call.helpSince} className="tile-time" /> : null}
          <button
            type="button"
            className="key key-first"
            disabled={!canAct}
            onClick={() => act({ kind: 'take-over', call: call.id })}
          >
            {words.take} <span className="unseen">{words.takeOf(name, positionNumber)}</span>{' '}
            {call.id === first ? <kbd>{KEYS.hoax}</kbd> : null}
          </button>
        </div>
      ))}
    </section>
  );
}

/** A key that is held down, or pressed twice, means the one call that stood first. */
function useTakeKey(call: string | undefined, act: HelpProps['act']): void {
  const taken = useRef<string | null>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== KEYS.hoax || event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (event.repeat || call === undefined || taken.current === call) return;
      taken.current = call;
      act({ kind: 'take-over', call });
    };
    globalThis.addEventListener('keydown', pressed);
    return () => globalThis.removeEventListener('keydown', pressed);
  }, [call, act]);
}
