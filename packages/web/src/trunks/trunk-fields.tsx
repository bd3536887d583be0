import { FAULTS, type Fault } from '@pledgeline/contract';
import { Checkbox, Fieldset, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { useSpoken } from '../language/use-sentences.tsx';
import type { DraftFaults, DraftField, TrunkDraft } from './draft.ts';

interface FieldsProps {
  readonly draft: TrunkDraft;
  readonly faults: DraftFaults;
  readonly hasPassword: boolean;
  readonly change: (part: Partial<TrunkDraft>) => void;
}
type TextField = Exclude<DraftField, 'enabled' | 'outgoing' | 'registers' | 'transport' | 'earlyMedia'>;
type Typed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>;

/** What is explained stands below: fields side by side begin at one height. */
const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

/** What one field of text needs, whichever widget draws it. */
function useField({ draft, faults, change }: FieldsProps) {
  const { language, sentences } = useSpoken();
  const { labels, helps, wrong } = sentences.trunks;
  const faultAt = (field: DraftField): string | undefined => {
    const word = faults.get(field);
    if (word === undefined) return undefined;
    return word.startsWith('TRUNK_') && word in FAULTS ? FAULTS[word as Fault][language] : wrong;
  };
  return (field: TextField) => ({
    id: `trunk-${field}`,
    label: labels[field],
    description: helps[field],
    inputWrapperOrder: ORDER,
    size: 'md',
    error: faultAt(field),
    value: draft[field],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: Typed) => change({ [field]: event.currentTarget.value }),
  });
}

export function TrunkFields(props: FieldsProps) {
  return (
    <>
      <Carrier {...props} />
      <Registration {...props} />
      <Numbers {...props} />
      <Watch {...props} />
    </>
  );
}

function Carrier(props: FieldsProps) {
  const { sentences } = useSpoken();
  const words = sentences.trunks;
  const field = useField(props);
  const { draft, change } = props;
  return (
    <Fieldset legend={words.carrier} variant="unstyled" className="trunk-fields">
      <TextInput {...field('name')} required />
      <NativeSelect
        id="trunk-transport"
        size="md"
        label={words.labels.transport}
        description={words.helps.transport}
        inputWrapperOrder={ORDER}
        value={draft.transport}
        data={[
          { value: 'udp', label: 'UDP' },
          { value: 'tcp', label: 'TCP' },
          { value: 'tls', label: 'TLS' },
        ]}
        onChange={(event) => change({ transport: transportOf(event.currentTarget.value) })}
      />
      <Textarea {...field('addresses')} autosize minRows={3} maxRows={12} className="trunk-wide" />
      {draft.transport === 'tls' ? (
        <Textarea
          {...field('authority')}
          autosize
          minRows={3}
          maxRows={10}
          className="trunk-wide trunk-pem"
        />
      ) : null}
    </Fieldset>
  );
}

const transportOf = (value: string): TrunkDraft['transport'] =>
  value === 'tcp' || value === 'tls' ? value : 'udp';

function Registration(props: FieldsProps) {
  const { sentences } = useSpoken();
  const words = sentences.trunks;
  const field = useField(props);
  const { draft, change, hasPassword } = props;
  const password = field('password');
  return (
    <Fieldset legend={words.registration} variant="unstyled" className="trunk-fields">
      <Checkbox
        id="trunk-registers"
        size="md"
        className="trunk-wide"
        label={words.labels.registers}
        description={words.helps.registers}
        checked={draft.registers}
        onChange={(event) => change({ registers: event.currentTarget.checked })}
      />
      {draft.registers ? (
        <>
          <TextInput {...field('registrar')} required />
          <TextInput {...field('expiresSeconds')} inputMode="numeric" />
          <TextInput {...field('user')} required />
          <TextInput {...field('authUser')} />
          <PasswordInput
            {...password}
            description={hasPassword ? words.passwordKept : password.description}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': words.showPassword, tabIndex: 0 }}
          />
        </>
      ) : null}
    </Fieldset>
  );
}

function Numbers(props: FieldsProps) {
  const { sentences } = useSpoken();
  const field = useField(props);
  return (
    <Fieldset legend={sentences.trunks.numbers} variant="unstyled" className="trunk-fields">
      <TextInput {...field('countryCode')} inputMode="tel" />
      <TextInput {...field('shortNumbers')} />
    </Fieldset>
  );
}

function Watch(props: FieldsProps) {
  const { sentences } = useSpoken();
  const words = sentences.trunks;
  const field = useField(props);
  const { draft, change } = props;
  return (
    <Fieldset legend={words.limits} variant="unstyled" className="trunk-fields">
      <TextInput {...field('callsMax')} inputMode="numeric" required />
      <TextInput {...field('keepAliveSeconds')} inputMode="numeric" />
      <TextInput {...field('outboundProxy')} />
      <Checkbox
        id="trunk-earlyMedia"
        size="md"
        className="trunk-wide"
        label={words.labels.earlyMedia}
        description={words.helps.earlyMedia}
        checked={draft.earlyMedia}
        onChange={(event) => change({ earlyMedia: event.currentTarget.checked })}
      />
      <Checkbox
        id="trunk-enabled"
        size="md"
        className="trunk-wide"
        label={words.labels.enabled}
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
      <Checkbox
        id="trunk-outgoing"
        size="md"
        className="trunk-wide"
        label={words.labels.outgoing}
        description={words.helps.outgoing}
        checked={draft.outgoing}
        onChange={(event) => change({ outgoing: event.currentTarget.checked })}
      />
    </Fieldset>
  );
}
