import type { NewPhonePassword, PhoneAccount, Position } from '@pledgeline/contract';
import { useRef, useState } from 'react';
import { shownAddress } from '../language/phone-address.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { AccountPanel } from './account-panel.tsx';
import { FixedPhoneForm } from './fixed-phone-form.tsx';
import { NewPhone } from './new-phone.tsx';
import { registeredWords, type PhoneFormProps } from './phone-form.ts';
import { PhoneSheet } from './phone-sheet.tsx';
import { useEscape } from './use-escape.ts';
import { useFocusBack } from './use-focus-back.ts';
import './phones.css';

interface PhoneProps {
  readonly position: Position;
  /** By which its telephone registers; null: there is none. */
  readonly account: PhoneAccount | null;
  readonly editing: boolean;
  readonly edit: (on: boolean) => void;
}

/** The telephone of one position: seen, given, changed and taken away in its place. */
export function PositionPhone({ position, account, editing, edit }: PhoneProps) {
  const { phone: words } = useSentences();
  const { number } = position;
  const key = useFocusBack(editing);
  const place = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const [made, setMade] = useState<NewPhonePassword | null>(null);
  const close = (sentence: string): void => {
    setSaid(sentence);
    setMade(null);
    edit(false);
  };
  const open = (): void => {
    setSaid('');
    edit(true);
  };
  // A password that nobody has noted yet is not lost by a slip.
  useEscape(place, () => made === null && editing && close(''));
  const hasPhone = position.phone !== '' || account !== null;
  const form = { position, close, made: setMade };
  return (
    <div ref={place} className="position-phone">
      {made === null ? null : <PhoneSheet position={position} made={made} close={() => close(words.saved)} />}
      {editing && made === null ? <Form {...form} account={account} /> : null}
      {editing ? null : (
        <>
          <Carries position={position} account={account} />
          <button
            ref={key}
            type="button"
            className="link"
            aria-label={hasPhone ? words.changeNumber(number) : words.giveNumber(number)}
            onClick={open}
          >
            {hasPhone ? words.change : words.give}
          </button>
        </>
      )}
      <output>{said}</output>
    </div>
  );
}

/** Which telephone it is, and whether it can be found. */
function Carries({ position, account }: Pick<PhoneProps, 'position' | 'account'>) {
  const { phone: words } = useSentences();
  const name = account?.user ?? shownAddress(position.phone);
  if (name === '') return null;
  return (
    <p>
      {words.carries} <b>{name}</b>
      {account === null ? null : (
        <span className="phone-registered" data-on={account.from !== null}>
          <span className="phone-light" aria-hidden="true" />
          {registeredWords(account, words)}
        </span>
      )}
    </p>
  );
}

function Form({ account, ...form }: PhoneFormProps & Pick<PhoneProps, 'account'>) {
  if (account !== null) return <AccountPanel {...form} account={account} />;
  return form.position.phone === '' ? <NewPhone {...form} /> : <FixedPhoneForm {...form} />;
}
