import { useSentences } from '../language/use-sentences.tsx';
import { KEYS } from './keys.ts';
import { useSession } from './use-session.ts';

/** [DESK-62] With whom the call is spoken about, who hears it, and what the one who has the call can do. */
export function ConsultationKeys() {
  const { session, view } = useSession();
  const { handOver: words } = useSentences();
  const consultation = view.desk.call?.consultation ?? null;
  return (
    <div className="consultation" data-on={consultation !== null}>
      <output className="caller-consulting">{consultation === null ? '' : words.with(consultation)}</output>
      {consultation?.role === 'asks' ? (
        <fieldset className="consultation-keys" aria-label={words.keysOf(consultation.name)}>
          <button
            type="button"
            className="key"
            disabled={consultation.stage !== 'speaking'}
            onClick={() => void session.together()}
          >
            {words.together}{' '}
            <kbd>
              {words.shift}+{KEYS.handOver}
            </kbd>
          </button>
          <button type="button" className="key" onClick={() => session.back()}>
            {words.takeBack} <kbd>{words.escape}</kbd>
          </button>
        </fieldset>
      ) : null}
    </div>
  );
}
