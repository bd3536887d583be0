import type { KeyboardEvent } from 'react';
import { money } from '../language/money.ts';
import { spokenAmount } from '../language/spoken-amount.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import {
  centsOf,
  chosenKey,
  isKey,
  NO_AMOUNT,
  shownAmount,
  typeAmount,
  typedAmount,
  type Amount,
} from './amount.ts';
import type { Form } from './form.ts';
import { focusField, useSession } from './use-session.ts';

/** The first thing that is asked, and the largest on the screen. */
export function AmountField({ form, keys }: { readonly form: Form; readonly keys: readonly number[] }) {
  const { session } = useSession();
  const { sentences } = useSpoken();
  const { amount } = form;
  const change = (next: Amount): void =>
    session.feed({ kind: 'edit', change: { field: 'amount', amount: next } });
  const faults = form.saving.kind === 'faulty' ? form.saving.faults : [];
  const fault = faults.find((one) => one.field === 'amount');
  return (
    <div className="amount" data-faulty={fault !== undefined}>
      <div className="amount-field">
        <label htmlFor="field-amount">{sentences.form.amount}</label>
        <div className="amount-figure">
          <input
            id="field-amount"
            data-field="amount"
            value={shownAmount(amount)}
            inputMode="decimal"
            autoComplete="off"
            aria-required="true"
            aria-invalid={fault !== undefined}
            aria-describedby="amount-help"
            onKeyDown={(event) => typed(event, amount, keys, change)}
            onChange={(event) => change(typedAmount(event.target.value))}
          />
          <span aria-hidden="true">€</span>
        </div>
        <p id="amount-help" className={fault === undefined ? 'amount-help' : 'fault'}>
          {fault === undefined ? <Help form={form} /> : sentences.faults[fault.kind]}
        </p>
      </div>
      <Keys amount={amount} keys={keys} choose={change} />
    </div>
  );
}

/** Digits are ours while they may stand for a key; the rest of the editing is the browser's. */
function typed(
  event: KeyboardEvent<HTMLInputElement>,
  amount: Amount,
  keys: readonly number[],
  change: (next: Amount) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { selectionStart, selectionEnd, value } = event.currentTarget;
  const replaces = selectionStart === 0 && selectionEnd === value.length;
  const erases = event.key === 'Backspace' || event.key === 'Delete';
  if (erases && isKey(amount)) {
    event.preventDefault();
    change(NO_AMOUNT);
  } else if (/^[\d,.]$/.test(event.key) && (replaces || isKey(amount))) {
    event.preventDefault();
    change(typeAmount(amount, event.key === '.' ? ',' : event.key, replaces, keys));
  }
}

function Help({ form }: { readonly form: Form }) {
  const { sentences } = useSpoken();
  const cents = centsOf(form.amount);
  if (cents === null || cents === 0) return sentences.form.amountHelp;
  const words = spokenAmount(cents, form.language);
  if (form.amount.kind !== 'key') return <span lang={form.language}>{words}</span>;
  return (
    <>
      <span lang={form.language}>{words}</span>
      <span className="amount-hint">
        {' '}
        · {sentences.form.amountKey(form.amount.digit, `${form.amount.digit}…`)}
      </span>
    </>
  );
}

interface KeysProps {
  readonly amount: Amount;
  readonly keys: readonly number[];
  readonly choose: (amount: Amount) => void;
}

function Keys({ amount, keys, choose }: KeysProps) {
  const { language, sentences } = useSpoken();
  return (
    <fieldset className="amount-keys" aria-label={sentences.form.amount}>
      {keys.map((cents, index) => (
        <button
          key={cents}
          type="button"
          className="amount-key"
          // The digits do it from the keyboard: six stops fewer on the way through the form.
          tabIndex={-1}
          aria-pressed={amount.kind === 'key' && amount.digit === index + 1}
          onClick={() => {
            choose(chosenKey(index + 1, cents));
            requestAnimationFrame(() => focusField('amount'));
          }}
        >
          <kbd>{index + 1}</kbd>
          <b>{money(cents, language)}</b>
        </button>
      ))}
    </fieldset>
  );
}
