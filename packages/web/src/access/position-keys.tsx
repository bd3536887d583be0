import { useSentences } from '../language/use-sentences.tsx';

interface KeysProps {
  readonly busy: boolean;
  readonly save: string;
  /** Null: there is nothing to remove. */
  readonly remove?: (() => void) | null;
  readonly cancel: () => void;
}

/** What ends a form on this screen. */
export function FormKeys({ busy, save, remove = null, cancel }: KeysProps) {
  const { phone: words } = useSentences();
  return (
    <div className="position-keys">
      <button type="submit" className="key key-first" disabled={busy}>
        {save}
      </button>
      {remove === null ? null : (
        <button type="button" className="key" disabled={busy} onClick={remove}>
          {words.remove}
        </button>
      )}
      <button type="button" className="key key-quiet" onClick={cancel}>
        {words.cancel}
      </button>
    </div>
  );
}
