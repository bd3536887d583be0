import { setSiteNetworks, type Site } from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { meQuery, queries, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { accountsChanged } from './accounts-changed.ts';
import { readNetworks } from './networks.ts';
import { FormKeys } from './position-keys.tsx';
import { sitesQuery } from './positions-query.ts';
import { useEscape } from './use-escape.ts';
import { useFocusBack } from './use-focus-back.ts';

/** From where the telephones of each site register. */
export function SiteNetworks() {
  const { networks: words } = useSentences().phone;
  const sites = useQuery(sitesQuery);
  const me = useQuery(meQuery);
  const title = useId();
  return (
    <section className="sites" aria-labelledby={title} id="networks">
      <h2 id={title}>{words.title}</h2>
      <p className="sites-help">
        {words.help} {me.data?.trial === true ? words.trial : ''}
      </p>
      <Failure error={sites.error} />
      <ul>
        {(sites.data?.sites ?? []).map((site) => (
          <SiteRow key={site.id} site={site} />
        ))}
      </ul>
    </section>
  );
}

function SiteRow({ site }: { readonly site: Site }) {
  const { networks: words, change } = useSentences().phone;
  const [editing, setEditing] = useState(false);
  const [said, setSaid] = useState('');
  const key = useFocusBack(editing);
  const place = useRef<HTMLLIElement>(null);
  const close = (sentence: string): void => {
    setSaid(sentence);
    setEditing(false);
  };
  useEscape(place, () => editing && close(''));
  return (
    <li ref={place} className="site">
      <h3>{site.name}</h3>
      {editing ? (
        <NetworksForm site={site} close={close} />
      ) : (
        <>
          <p>{site.networks.length === 0 ? words.none : <b>{site.networks.join(' · ')}</b>}</p>
          <button
            ref={key}
            type="button"
            className="link"
            aria-label={words.changeOf(site.name)}
            onClick={() => {
              setSaid('');
              setEditing(true);
            }}
          >
            {change}
          </button>
        </>
      )}
      <output>{said}</output>
    </li>
  );
}

interface FormProps {
  readonly site: Site;
  readonly close: (said: string) => void;
}

function NetworksForm({ site, close }: FormProps) {
  const { networks: words, save } = useSentences().phone;
  const ids = { input: useId(), help: useId(), fault: useId() };
  const input = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(site.networks.join('\n'));
  const { wrong, set, submit } = useSetting({ site, close });
  useEffect(() => input.current?.focus(), []);
  return (
    <form
      className="position-form"
      aria-label={words.changeOf(site.name)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!submit(typed)) input.current?.focus();
      }}
    >
      <label htmlFor={ids.input}>{words.label(site.name)}</label>
      <textarea
        ref={input}
        id={ids.input}
        value={typed}
        rows={4}
        aria-invalid={wrong?.typed === typed}
        aria-describedby={`${ids.fault} ${ids.help}`}
        onChange={(event) => setTyped(event.target.value)}
        autoCapitalize="none"
        spellCheck={false}
      />
      <p id={ids.fault} className="position-fault" role="alert">
        {wrong?.typed === typed ? wrong.sentence : ''}
      </p>
      <p id={ids.help}>{words.entryHelp}</p>
      <Failure error={set.error} />
      <FormKeys busy={set.isPending} save={save} cancel={() => close('')} />
    </form>
  );
}

/** `submit` answers false where what was typed is wrong; it is wrong until it is changed. */
function useSetting({ site, close }: FormProps) {
  const { networks: words } = useSentences().phone;
  const [wrong, setWrong] = useState<{ readonly typed: string; readonly sentence: string } | null>(null);
  const set = useMutation({
    mutationFn: (networks: readonly string[]) =>
      replyOf(call(setSiteNetworks, { params: { id: site.id }, body: { networks: [...networks] } })),
    onSuccess: (reply) => {
      queries.setQueryData(sitesQuery.queryKey, reply);
      accountsChanged();
      close(words.saved);
    },
  });
  const submit = (typed: string): boolean => {
    const read = readNetworks(typed);
    if (read.kind === 'networks') {
      set.mutate(read.networks);
      return true;
    }
    const sentence = read.kind === 'too-many' ? words.tooMany : words.faults[read.fault](read.entry);
    setWrong({ typed, sentence });
    return false;
  };
  return { wrong, set, submit };
}
