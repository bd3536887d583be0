import { useSentences } from '../language/use-sentences.tsx';
import { hoaxKey, isTaken } from './hoax.ts';
import { KEYS } from './keys.ts';
import { useSession } from './use-session.ts';

export function HoaxKey() {
  const { session, view } = useSession();
  const { hoax: words } = useSentences();
  const { call, script } = view.desk;
  const means = hoaxKey(call);
  const isBack = means === 'turn' && script === 'hoax';
  return (
    <button
      type="button"
      className="key"
      aria-pressed={means === 'withdraw'}
      disabled={means === null}
      onClick={() => void session.hoax()}
    >
      {isBack ? words.back : means === 'withdraw' ? words.withdraw : words.key} <kbd>{KEYS.hoax}</kbd>
    </button>
  );
}

/** [HXW-1] Said as it changes: help is asked, nobody has come yet, or who has taken the call. */
export function HoaxLine() {
  const { view } = useSession();
  const { hoax: words } = useSentences();
  const { call, linesOf } = view.desk;
  const hoax = call?.hoax ?? null;
  if (call === null || hoax === null) return null;
  if (isTaken(call)) return <p className="strong">{words.taken(hoax.by ?? '')}</p>;
  if (call.state !== 'talking') return null;
  if (hoax.state === 'given') return <p className="strong">{words.yours}</p>;
  return <p className="strong">{linesOf === call.id ? words.nobody : words.asked}</p>;
}
