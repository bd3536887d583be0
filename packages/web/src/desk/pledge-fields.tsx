import type { Campaign } from '@pledgeline/contract';
import type { FocusEvent, KeyboardEvent } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { AmountField } from './amount-field.tsx';
import { Choices } from './choices.tsx';
import { FIELDS, wayOf, type Field, type Form } from './form.ts';
import { fieldKey, FREQUENCIES, TITLES, WAYS_BY_KEY } from './keys.ts';
import { fieldAfter, fieldBefore } from './order.ts';
import { SaveLine } from './save-line.tsx';
import type { DeskSession } from './session.ts';
import { TextField } from './text-field.tsx';
import { focusField, useSession } from './use-session.ts';

interface FieldsProps {
  readonly form: Form;
  readonly campaign: Campaign;
}

export function PledgeFields({ form, campaign }: FieldsProps) {
  const { session } = useSession();
  const { form: words } = useSentences();
  const save = (): void => session.save(campaign.information.version);
  return (
    // The keys are its fields' own: they are read here once instead of in each.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="fields"
      noValidate
      autoComplete="off"
      onSubmit={(event) => event.preventDefault()}
      onFocus={(event) => noteFocus(session, event)}
      onKeyDown={(event) => takeKey(session, form, save, event)}
    >
      <AmountField form={form} keys={campaign.amountsCents} />
      <div className="row row-choices">
        <Choices
          field="frequency"
          legend={words.frequency}
          chosen={form.frequency}
          options={FREQUENCIES.map((value) => ({ value, label: words[value] }))}
          choose={(frequency) => session.feed({ kind: 'edit', change: { field: 'frequency', frequency } })}
        />
        <Choices
          field="way"
          legend={words.way}
          chosen={wayOf(form)}
          options={WAYS_BY_KEY.map((value) => ({ value, label: words[value] }))}
          choose={(way) => session.feed({ kind: 'edit', change: { field: 'way', way } })}
        />
      </div>
      <DonorRows form={form} />
      <div className="row row-note">
        <TextField form={form} field="note" label={words.note} />
        <label className="refuses">
          <input
            id="field-refuses"
            data-field="refuses"
            type="checkbox"
            checked={form.refuses}
            onChange={(event) =>
              session.feed({ kind: 'edit', change: { field: 'refuses', refuses: event.target.checked } })
            }
          />
          {words.refuses}
        </label>
      </div>
      <SaveLine form={form} save={save} />
    </form>
  );
}

function DonorRows({ form }: { readonly form: Form }) {
  const { session } = useSession();
  const { form: words } = useSentences();
  return (
    <>
      <div className="row row-identity">
        <Choices
          field="title"
          legend={words.title}
          chosen={form.donor.title}
          options={TITLES.map((value) => ({ value, label: words[value] }))}
          choose={(text) => session.feed({ kind: 'edit', change: { field: 'title', text } })}
        />
        <TextField form={form} field="lastName" label={words.lastName} />
        <TextField form={form} field="firstName" label={words.firstName} />
      </div>
      <div className="row row-contact">
        <TextField form={form} field="phone" label={words.phone} mode="tel" />
        <TextField form={form} field="email" label={words.emailField} mode="email" />
      </div>
      <div className="row row-address">
        <TextField form={form} field="postcode" label={words.postcode} mode="numeric" />
        <TextField form={form} field="town" label={words.town} />
        <TextField form={form} field="street" label={words.street} />
      </div>
    </>
  );
}

const fieldOf = (target: EventTarget): Field | undefined => {
  const name = target instanceof HTMLElement ? target.dataset['field'] : undefined;
  return FIELDS.find((field) => field === name);
};

function noteFocus(session: DeskSession, event: FocusEvent): void {
  const field = fieldOf(event.target);
  if (field !== undefined) session.feed({ kind: 'focused', field });
}

function takeKey(session: DeskSession, form: Form, save: () => void, event: KeyboardEvent): void {
  const field = fieldOf(event.target);
  if (field === undefined || event.nativeEvent.isComposing) return;
  const { key, ctrlKey, metaKey, shiftKey: shift, altKey: alt } = event;
  const action = fieldKey({ key, ctrl: ctrlKey || metaKey, shift, alt }, field);
  if (action === null) return;
  event.preventDefault();
  if (action.kind === 'save') return save();
  if (action.kind === 'forward') return focusField(fieldAfter(form, field));
  if (action.kind === 'back') return focusField(fieldBefore(field));
  return choose(session, field, action.index);
}

function choose(session: DeskSession, field: Field, index: number): void {
  const frequency = FREQUENCIES[index];
  const way = WAYS_BY_KEY[index];
  const title = TITLES[index];
  if (field === 'frequency' && frequency !== undefined)
    session.feed({ kind: 'edit', change: { field, frequency } });
  if (field === 'way' && way !== undefined) session.feed({ kind: 'edit', change: { field, way } });
  if (field === 'title' && title !== undefined)
    session.feed({ kind: 'edit', change: { field, text: title } });
  // The one that is chosen now carries the focus within its row.
  requestAnimationFrame(() => focusField(field));
}
