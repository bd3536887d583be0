import { money } from '../language/money.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { centsOf } from './amount.ts';
import { useSession } from './use-session.ts';

/** Forms that were pushed off the screen before they were saved: none is lost, each can be taken up again. */
export function Aside() {
  const { session, view } = useSession();
  const { language, sentences } = useSpoken();
  const { form: words } = sentences;
  const { aside } = view.desk;
  if (aside.length === 0) return null;
  return (
    <div className="aside">
      <p>{words.aside(aside.length)}</p>
      <ul>
        {aside.map((form) => (
          <li key={form.id}>
            <button
              type="button"
              className="key"
              onClick={() => session.feed({ kind: 'resume', id: form.id })}
            >
              {words.resume} · {form.donor.lastName === '' ? words.noName : form.donor.lastName} ·{' '}
              {money(centsOf(form.amount) ?? 0, language)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
