import type { Seat } from '@pledgeline/contract';
import { useSentences } from '../language/use-sentences.tsx';
import { shownAddress } from '../language/phone-address.ts';
import { useSession } from './use-session.ts';

interface CheckProps {
  readonly seat: Seat;
  readonly done: () => void;
}

/** [DESK-24] Before the first Ready at a desk phone, in place of the headset check: which phone, and can it be rung. */
export function PhoneCheck({ seat, done }: CheckProps) {
  const { view } = useSession();
  const { phone: words, headset } = useSentences();
  const { lineConnected } = view.desk;
  return (
    <section className="headset" aria-labelledby="phone-title">
      <div className="headset-head">
        <h1 id="phone-title">{words.title}</h1>
        <p className="phone-address">{shownAddress(seat.phone)}</p>
      </div>
      <ul className="phone-facts">
        <li>{words.byItself}</li>
        <li>{words.noMicrophone}</li>
        <li>{words.hangsUp}</li>
      </ul>
      <output className="phone-state" data-ready={lineConnected}>
        {lineConnected ? words.canBeRung : words.cannotBeRung}
      </output>
      <button type="button" className="key key-first headset-done" disabled={!lineConnected} onClick={done}>
        {headset.done}
      </button>
    </section>
  );
}
