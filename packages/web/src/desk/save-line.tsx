import { unreachable } from '@pledgeline/core';
import { useSpoken } from '../language/use-sentences.tsx';
import { french, type Sentences } from '../language/french.ts';
import { english } from '../language/english.ts';
import type { Form } from './form.ts';
import { readBackOf } from './read-back.ts';
import { useSession } from './use-session.ts';

/** The end of the form: what is read back, and what has become of the pledge. */
export function SaveLine({ form, save }: { readonly form: Form; readonly save: () => void }) {
  const { session, view } = useSession();
  const { sentences } = useSpoken();
  const { form: words } = sentences;
  // It is read to the donor, in the donor's language.
  const read = readBackOf(form, form.language === 'fr' ? french : english);
  const done = form.saving.kind === 'saved' || form.saving.kind === 'sending' || form.saving.kind === 'kept';
  return (
    <div className="save" data-saving={form.saving.kind}>
      <blockquote className="read-back" lang={form.language}>
        <p className="read-back-label" lang={undefined}>
          {words.readBack}
        </p>
        <p className="read-back-promise">
          <b>{read.figures}</b> {read.words}
        </p>
        <p className="read-back-way">
          {read.name === '' ? '' : `${read.name} · `}
          {read.way}
        </p>
      </blockquote>
      <div className="save-keys">
        <button
          type="button"
          id="field-read-back"
          data-field="read-back"
          className="key key-save"
          aria-disabled={done}
          onClick={save}
        >
          {words.save} <kbd>Ctrl ↵</kbd>
        </button>
      </div>
      <div className="save-foot">
        <output className="save-state">{savingWords(form.saving, words)}</output>
        <button type="button" className="link" onClick={() => session.feed({ kind: 'dismiss' })}>
          {view.desk.dismissing ? words.dismissSure : words.dismiss}
        </button>
      </div>
    </div>
  );
}

function savingWords(saving: Form['saving'], words: Sentences['form']): string {
  switch (saving.kind) {
    case 'open':
      return '';
    case 'faulty':
      return words.faulty(saving.faults.length);
    case 'sending':
      return words.sending;
    case 'kept':
      return words.kept;
    case 'saved':
      return words.saved;
    default:
      return unreachable(saving);
  }
}
