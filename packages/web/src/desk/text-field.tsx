import { LIMITS } from '@pledgeline/contract';
import { useSentences } from '../language/use-sentences.tsx';
import { wantsTextToLandline, type DonorField, type Form } from './form.ts';
import { isNeeded } from './order.ts';
import { useSession } from './use-session.ts';

interface TextFieldProps {
  readonly form: Form;
  readonly field: Exclude<DonorField, 'title'> | 'note';
  readonly label: string;
  readonly mode?: 'text' | 'tel' | 'email' | 'numeric';
}

const CHARS_MAX: Record<TextFieldProps['field'], number> = {
  lastName: LIMITS.nameCharsMax,
  firstName: LIMITS.nameCharsMax,
  phone: 24,
  email: LIMITS.emailCharsMax,
  postcode: 12,
  town: LIMITS.townCharsMax,
  street: LIMITS.streetCharsMax,
  note: LIMITS.noteCharsMax,
};

export function TextField({ form, field, label, mode = 'text' }: TextFieldProps) {
  const { session } = useSession();
  const { form: words, faults: sentences } = useSentences();
  const faults = form.saving.kind === 'faulty' ? form.saving.faults : [];
  const fault = faults.find((one) => one.field === field);
  const landline = field === 'phone' && fault === undefined && wantsTextToLandline(form);
  const needed = field !== 'note' && isNeeded(form, field);
  const text = field === 'note' ? form.note : form.donor[field];
  const id = `field-${field}`;
  return (
    <div className="field" data-field-name={field} data-faulty={fault !== undefined}>
      <label htmlFor={id}>
        {label}
        {needed && text === '' ? <span className="needed"> · {words.needed}</span> : null}
      </label>
      <input
        id={id}
        data-field={field}
        value={text}
        inputMode={mode}
        maxLength={CHARS_MAX[field]}
        autoComplete="off"
        spellCheck={false}
        aria-required={needed}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined && !landline ? undefined : `${id}-fault`}
        onChange={(event) => session.feed({ kind: 'edit', change: { field, text: event.target.value } })}
      />
      {fault === undefined && !landline ? null : (
        <p id={`${id}-fault`} className="fault">
          {fault === undefined ? words.landline : sentences[fault.kind]}
        </p>
      )}
    </div>
  );
}
