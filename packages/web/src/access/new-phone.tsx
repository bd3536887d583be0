import { useEffect, useId, useRef, useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { AccountForm } from './account-form.tsx';
import { FixedPhoneForm } from './fixed-phone-form.tsx';
import type { PhoneFormProps } from './phone-form.ts';

const WAYS = ['fixed', 'account'] as const;

/** A position gets its telephone: one that stays at an address, or one that registers. */
export function NewPhone(form: PhoneFormProps) {
  const { phone: words } = useSentences();
  const name = useId();
  const first = useRef<HTMLInputElement>(null);
  const [way, setWay] = useState<(typeof WAYS)[number]>('fixed');
  useEffect(() => first.current?.focus(), []);
  return (
    <>
      <fieldset className="phone-ways">
        <legend>{words.ways.title}</legend>
        {WAYS.map((one) => (
          <div key={one} className="phone-way">
            <input
              ref={one === way ? first : null}
              type="radio"
              id={`${name}-${one}`}
              name={name}
              aria-describedby={`${name}-${one}-help`}
              checked={one === way}
              onChange={() => setWay(one)}
            />
            <label htmlFor={`${name}-${one}`}>{words.ways[one]}</label>
            <p id={`${name}-${one}-help`}>{words.ways.helps[one]}</p>
          </div>
        ))}
      </fieldset>
      {way === 'fixed' ? <FixedPhoneForm {...form} /> : <AccountForm {...form} />}
    </>
  );
}
