import { setPreference, SHARING_LIMITS, type Preference, type Sharing } from '@pledgeline/contract';
import { NativeSelect, Radio, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { focusFirst, type FormFaults } from '../app/form-faults.ts';
import { replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { preferenceDraftOf, readPreference, type PreferenceDraft } from './draft.ts';
import { sharingIsNow } from './use-sharing.ts';

/** One pool, or lines that prefer a site. What others change meanwhile is seen after saving, or on the next visit. */
export function PreferenceForm({ sharing }: { readonly sharing: Sharing }) {
  const { sites: words } = useSentences();
  const [draft, setDraft] = useState(() => preferenceDraftOf(sharing));
  const [faults, setFaults] = useState<FormFaults<'seconds'>>(new Map());
  const save = useMutation({
    mutationFn: (body: Preference) => replyOf(call(setPreference, { body })),
    onSuccess: (next) => {
      sharingIsNow(next);
      setDraft(preferenceDraftOf(next));
    },
  });
  const change = (part: Partial<PreferenceDraft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readPreference(draft);
    setFaults(read.kind === 'form' ? new Map() : read.faults);
    if (read.kind === 'form') save.mutate(read.form);
    else focusFirst(read.faults, 'sites');
  };
  return (
    <section className="sites-part" aria-labelledby="sites-preference">
      <Title order={2} id="sites-preference">
        {words.preference}
      </Title>
      <form className="sites-form" onSubmit={submit} aria-labelledby="sites-preference" noValidate>
        <Radio
          name="preference"
          size="md"
          label={words.pool}
          description={words.poolHelp}
          checked={draft.kind === 'pool'}
          onChange={() => change({ kind: 'pool' })}
        />
        <Radio
          name="preference"
          size="md"
          label={words.own}
          description={words.ownHelp}
          checked={draft.kind === 'own'}
          onChange={() => change({ kind: 'own' })}
        />
        {draft.kind === 'own' ? (
          <OwnFields sharing={sharing} draft={draft} isWrong={faults.has('seconds')} change={change} />
        ) : null}
        <Failure error={save.error} />
        <div className="sites-keys">
          <button type="submit" className="key key-first" disabled={save.isPending}>
            {words.save}
          </button>
          <output>{save.isSuccess ? words.saved : ''}</output>
        </div>
      </form>
    </section>
  );
}

interface OwnFieldsProps {
  readonly sharing: Sharing;
  readonly draft: PreferenceDraft;
  readonly isWrong: boolean;
  readonly change: (part: Partial<PreferenceDraft>) => void;
}

function OwnFields({ sharing, draft, isWrong, change }: OwnFieldsProps) {
  const { sites: words } = useSentences();
  return (
    <>
      {sharing.lines.map(({ id, number }) => (
        <NativeSelect
          key={id}
          size="md"
          label={words.lineSite(number)}
          value={draft.sites[id] ?? ''}
          onChange={(event) => change({ sites: { ...draft.sites, [id]: event.currentTarget.value } })}
          data={[
            { value: '', label: words.anySite },
            ...sharing.sites.map((site) => ({ value: site.id, label: site.name })),
          ]}
        />
      ))}
      <TextInput
        id="sites-seconds"
        size="md"
        label={words.overflow}
        description={words.overflowHelp(SHARING_LIMITS.overflowSecondsMax)}
        error={isWrong ? words.wrong : undefined}
        inputMode="numeric"
        autoComplete="off"
        value={draft.seconds}
        onChange={(event) => change({ seconds: event.currentTarget.value })}
      />
    </>
  );
}
