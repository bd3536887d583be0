import { addTrunk, changeTrunk, removeTrunk, type Trunk, type TrunkForm } from '@pledgeline/contract';
import { Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { AskedTwice } from '../app/asked-twice.tsx';
import { call } from '../app/call.ts';
import { Failure, Loading } from '../app/failures.tsx';
import { focusFirst } from '../app/form-faults.ts';
import { Refused, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { draftOf, emptyDraft, faultsOf, readDraft, type DraftFaults, type TrunkDraft } from './draft.ts';
import { TrunkFields } from './trunk-fields.tsx';
import { trunksAreNow, trunksQuery } from './use-trunks.ts';
import './trunks.css';

/** One trunk to be filled in: a new one, or one that is there. */
export function TrunkScreen() {
  const { trunks: words } = useSentences();
  const { id } = useParams({ from: '/staff/trunks/$id' });
  const query = useQuery(trunksQuery);
  if (query.isPending) return <Loading />;
  const trunk = query.data?.trunks.find((one) => one.id === id) ?? null;
  if (id === 'new') return <Form key="new" trunk={null} />;
  if (trunk !== null) return <Form key={id} trunk={trunk} />;
  return (
    <Stack gap="lg">
      <Title order={1}>{words.gone}</Title>
      <Failure error={query.error} />
      <Link to="/trunks">{words.toList}</Link>
    </Stack>
  );
}

/** The form keeps the state that it was made from: what others change meanwhile is theirs, and the server says so. */
function Form({ trunk }: { readonly trunk: Trunk | null }) {
  const { trunks: words } = useSentences();
  const navigate = useNavigate();
  const [from] = useState(trunk);
  const [draft, setDraft] = useState<TrunkDraft>(from === null ? emptyDraft : draftOf(from.form));
  const [faults, setFaults] = useState<DraftFaults>(new Map());
  const save = useMutation({
    mutationFn: (form: TrunkForm) => replyOf(saved(from, form)),
    onSuccess: (list) => {
      trunksAreNow(list);
      void navigate({ to: '/trunks' });
    },
    onError: (error) => setFaults(error instanceof Refused ? faultsOf(error.refusal) : new Map()),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const read = readDraft(draft);
    setFaults(read.kind === 'form' ? new Map() : read.faults);
    save.reset();
    if (read.kind === 'form') save.mutate(read.form);
    else focusFirst(read.faults, 'trunk');
  };
  return (
    <form className="trunk-form" onSubmit={submit} noValidate>
      <div>
        <Link to="/trunks" className="link">
          {words.toList}
        </Link>
        <Title order={1}>{from === null ? words.newTitle : words.editTitle(from.form.name)}</Title>
      </div>
      <TrunkFields
        draft={draft}
        faults={faults}
        hasPassword={from?.hasPassword ?? false}
        change={(part) => setDraft({ ...draft, ...part })}
      />
      <Failure error={save.error} />
      {faults.size > 0 ? <Text role="alert">{words.faulty(faults.size)}</Text> : null}
      <div className="trunk-form-keys">
        <button type="submit" className="key key-first" disabled={save.isPending}>
          {words.save}
        </button>
        {from === null ? null : <Remove trunk={from} />}
      </div>
      {from === null ? null : <Text className="trunks-note">{words.goesOn}</Text>}
    </form>
  );
}

const saved = (from: Trunk | null, form: TrunkForm) =>
  from === null
    ? call(addTrunk, { body: { form } })
    : call(changeTrunk, { params: { id: from.id }, body: { revision: from.revision, form } });

function Remove({ trunk }: { readonly trunk: Trunk }) {
  const { trunks: words } = useSentences();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => replyOf(call(removeTrunk, { params: { id: trunk.id } })),
    onSuccess: (list) => {
      trunksAreNow(list);
      void navigate({ to: '/trunks' });
    },
  });
  return (
    <>
      <AskedTwice
        label={words.remove}
        sure={words.removeSure}
        busy={remove.isPending}
        act={() => remove.mutate()}
      />
      <Failure error={remove.error} />
    </>
  );
}
