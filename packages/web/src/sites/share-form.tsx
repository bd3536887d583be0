import { FAULTS, setSiteShare, type SharingSite, type SiteShare } from '@pledgeline/contract';
import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { faultsAt, focusFirst, issuesIn, type FormFaults } from '../app/form-faults.ts';
import { Refused, replyOf } from '../app/queries.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { readShare, shareDraftOf, shareFieldAt, type ShareDraft, type ShareField } from './draft.ts';
import { sharingIsNow } from './use-sharing.ts';

/** One site: who is there, and its part in the calls. */
export function ShareForm({ site }: { readonly site: SharingSite }) {
  const { sites: words } = useSentences();
  const [draft, setDraft] = useState(() => shareDraftOf(site));
  const [faults, setFaults] = useState<FormFaults<ShareField>>(new Map());
  const save = useMutation({
    mutationFn: (body: SiteShare) => replyOf(call(setSiteShare, { params: { id: site.id }, body })),
    onSuccess: sharingIsNow,
    onError: (error) =>
      setFaults(error instanceof Refused ? faultsAt(issuesIn(error.refusal), shareFieldAt) : new Map()),
  });
  const change = (part: Partial<ShareDraft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readShare(draft);
    setFaults(read.kind === 'form' ? new Map() : read.faults);
    if (read.kind === 'form') save.mutate(read.form);
    else focusFirst(read.faults, `site-${site.id}`);
  };
  return (
    <form
      className="sites-form sites-site"
      onSubmit={submit}
      aria-label={words.shareOf(site.name)}
      noValidate
    >
      <Present site={site} />
      <ShareFields site={site} draft={draft} faults={faults} change={change} />
      {faults.size === 0 ? <Failure error={save.error} /> : null}
      <div className="sites-keys">
        <button type="submit" className="key" disabled={save.isPending}>
          {words.save}
        </button>
        <output>{save.isSuccess ? words.saved : ''}</output>
      </div>
    </form>
  );
}

function Present({ site }: { readonly site: SharingSite }) {
  const { sites: words } = useSentences();
  return (
    <div className="sites-present">
      <h3>{site.name}</h3>
      <p>{words.people(site.seated, site.positions)}</p>
      <p className="sites-note">{words.speaking(site.speaking.fr, site.speaking.en)}</p>
      <p className="sites-note">{words.helpers(site.professionals, site.listeners)}</p>
      {site.callsMax === 0 ? <p className="sites-wrong">{words.stopped}</p> : null}
    </div>
  );
}

interface ShareFieldsProps {
  readonly site: SharingSite;
  readonly draft: ShareDraft;
  readonly faults: FormFaults<ShareField>;
  readonly change: (part: Partial<ShareDraft>) => void;
}

function ShareFields({ site, draft, faults, change }: ShareFieldsProps) {
  const { sites: words } = useSentences();
  const { language } = useSpoken();
  const wordOf = (word: string | undefined): string | undefined => {
    if (word === undefined) return undefined;
    return word === 'SITE_TWICE' || word === 'CARD_NUMBER' ? FAULTS[word][language] : words.wrong;
  };
  const field = (name: Exclude<ShareField, 'outsourced'>, description?: string) => ({
    id: `site-${site.id}-${name}`,
    label: words[name],
    ...(description === undefined ? {} : { description }),
    size: 'md' as const,
    error: wordOf(faults.get(name)),
    value: draft[name],
    autoComplete: 'off',
    onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
      change({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput {...field('name')} />
      <TextInput {...field('weight', words.weightHelp)} inputMode="numeric" />
      <TextInput {...field('callsMax', words.callsMaxHelp)} inputMode="numeric" />
      <Checkbox
        size="md"
        label={words.outsourced}
        description={words.outsourcedHelp}
        checked={draft.outsourced}
        onChange={(event) => change({ outsourced: event.currentTarget.checked })}
      />
    </>
  );
}
