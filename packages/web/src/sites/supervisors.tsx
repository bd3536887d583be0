import {
  addSiteSupervisor,
  linkSiteSupervisor,
  removeSiteSupervisor,
  type SharingSite,
  type SiteSupervisor,
} from '@pledgeline/contract';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { copied } from '../access/copied.ts';
import { AskedTwice } from '../app/asked-twice.tsx';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { sharingIsNow } from './use-sharing.ts';

/** A link that was just made: it is shown here, and never again. */
interface Made {
  readonly name: string;
  readonly link: string;
}

const linkOf = (token: string): string => `${location.origin}/sign-in?token=${encodeURIComponent(token)}`;

/** Who supervises this site alone. */
export function Supervisors({ site }: { readonly site: SharingSite }) {
  const { sites: words } = useSentences();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <section className="sites-supervisors" aria-label={words.supervisorsOf(site.name)}>
      <h4>{words.supervisors}</h4>
      <p className="sites-note">{words.supervisorsHelp}</p>
      <ul>
        {site.supervisors.map((person) => (
          <Person key={person.id} person={person} linked={setMade} />
        ))}
      </ul>
      <NewPerson site={site.id} linked={setMade} />
      {made === null ? null : <MadeLink made={made} close={() => setMade(null)} />}
    </section>
  );
}

interface PersonProps {
  readonly person: SiteSupervisor;
  readonly linked: (made: Made | null) => void;
}

function Person({ person: { id, name }, linked }: PersonProps) {
  const { sites: words } = useSentences();
  const link = useMutation({
    mutationFn: () => replyOf(call(linkSiteSupervisor, { params: { id } })),
    onSuccess: ({ token }) => linked({ name, link: linkOf(token) }),
  });
  const remove = useMutation({
    mutationFn: () => replyOf(call(removeSiteSupervisor, { params: { id } })),
    onSuccess: (sharing) => {
      linked(null);
      sharingIsNow(sharing);
    },
  });
  return (
    <li className="sites-keys">
      <b>{name}</b>
      <button
        type="button"
        className="key"
        aria-label={words.newLinkFor(name)}
        disabled={link.isPending}
        onClick={() => link.mutate()}
      >
        {words.newLink}
      </button>
      <AskedTwice
        label={words.remove}
        name={words.removeName(name)}
        sure={words.removeSure}
        busy={remove.isPending}
        act={() => remove.mutate()}
      />
      <Failure error={link.error ?? remove.error} />
    </li>
  );
}

function NewPerson({ site, linked }: { readonly site: string; readonly linked: (made: Made) => void }) {
  const { sites: words } = useSentences();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => replyOf(call(addSiteSupervisor, { params: { id: site }, body: { name } })),
    onSuccess: ({ token, sharing }) => {
      linked({ name, link: linkOf(token) });
      setName('');
      sharingIsNow(sharing);
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') add.mutate();
  };
  return (
    <form className="sites-keys" onSubmit={submit} noValidate>
      <TextInput
        size="md"
        label={words.supervisorName}
        autoComplete="off"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" className="key" disabled={add.isPending || name.trim() === ''}>
        {words.addSupervisor}
      </button>
      <Failure error={add.error} />
    </form>
  );
}

function MadeLink({ made, close }: { readonly made: Made; readonly close: () => void }) {
  const { sites: words } = useSentences();
  const [said, setSaid] = useState('');
  return (
    <div className="sites-link">
      <output>{words.linkFor(made.name)}</output>
      <code>{made.link}</code>
      <div className="sites-keys">
        <button
          type="button"
          className="key key-first"
          onClick={() =>
            void copied(made.link).then((isCopied) => setSaid(isCopied ? words.copied : words.notCopied))
          }
        >
          {words.copy}
        </button>
        <button type="button" className="key key-quiet" onClick={close}>
          {words.done}
        </button>
        <output>{said}</output>
      </div>
    </div>
  );
}
