import {
  airPrompt,
  discardDraft,
  takeBackPrompt,
  type PromptState,
  type PromptTake,
} from '@pledgeline/contract';
import { promptOf, type Prompt } from '@pledgeline/core';
import { Stack, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../app/call.ts';
import { Failure, Loading } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { duration } from '../floor/duration.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { Listen } from './listen.tsx';
import { NewDraft } from './new-draft.tsx';
import { promptsAreNow, promptsQuery } from './use-prompts.ts';
import { titleOf } from './title.ts';
import './prompts.css';

/** One prompt: its text to be read, what callers hear, and a draft to be listened to. */
export function PromptScreen() {
  const { prompts: words } = useSentences();
  const { name } = useParams({ from: '/staff/prompts/$name' });
  const query = useQuery(promptsQuery);
  if (query.isPending) return <Loading />;
  const prompt = promptOf(name);
  const state = query.data?.prompts.find((one) => one.name === name);
  return (
    <Stack gap="lg" className="prompt-screen">
      <div>
        <Link to="/prompts" className="link">
          {words.toList}
        </Link>
        <Title order={1}>{prompt === null ? words.gone : titleOf(prompt, words.names)}</Title>
      </div>
      <Failure error={query.error} />
      {prompt === null || state === undefined ? null : <Whole key={name} prompt={prompt} state={state} />}
    </Stack>
  );
}

interface PartProps {
  readonly prompt: Prompt;
  readonly state: PromptState;
}

function Whole({ prompt, state }: PartProps) {
  const { prompts: words } = useSentences();
  return (
    <>
      <figure className="prompt-read">
        <figcaption>{words.read[prompt.language]}</figcaption>
        <blockquote lang={prompt.language}>{prompt.text}</blockquote>
      </figure>
      {words.hints[prompt.name] === undefined ? null : <p>{words.hints[prompt.name]}</p>}
      <div className="prompt-parts">
        <section aria-labelledby="draft-title" className="prompt-part">
          <h2 id="draft-title">{words.draft}</h2>
          <NewDraft prompt={prompt} again={state.draft !== null} />
          {state.draft === null ? null : (
            <Draft key={state.draft.id} name={prompt.name} draft={state.draft} />
          )}
        </section>
        <section aria-labelledby="live-title" className="prompt-part">
          <h2 id="live-title">{words.onAir}</h2>
          <Live prompt={prompt} state={state} />
        </section>
      </div>
    </>
  );
}

function Take({ take }: { readonly take: PromptTake }) {
  const { language, sentences } = useSpoken();
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(take.at),
  );
  return <p>{sentences.prompts.take(duration(0, take.milliseconds), take.by, when)}</p>;
}

/** Nothing goes on air that was not heard to its end, here and now. */
function Draft({ name, draft }: { readonly name: string; readonly draft: PromptTake }) {
  const { prompts: words } = useSentences();
  const [isHeard, setHeard] = useState(false);
  const air = useMutation({
    mutationFn: () => replyOf(call(airPrompt, { params: { name }, body: { draft: draft.id } })),
    onSuccess: promptsAreNow,
  });
  const discard = useMutation({
    mutationFn: () => replyOf(call(discardDraft, { params: { name } })),
    onSuccess: promptsAreNow,
  });
  return (
    <>
      <Take take={draft} />
      <div className="prompt-keys">
        <Listen name={name} sound="draft" label={words.draft} heard={() => setHeard(true)} />
        <button
          type="button"
          className={isHeard ? 'key key-first' : 'key'}
          aria-disabled={!isHeard || air.isPending}
          aria-describedby="heard-first"
          onClick={() => (isHeard ? air.mutate() : undefined)}
        >
          {words.air}
        </button>
        <button
          type="button"
          className="key key-quiet"
          disabled={discard.isPending}
          onClick={() => discard.mutate()}
        >
          {words.discard}
        </button>
      </div>
      <output id="heard-first">{isHeard ? words.heard : words.hearFirst}</output>
      <Failure error={air.error ?? discard.error} />
    </>
  );
}

function Live({ prompt, state }: PartProps) {
  const { prompts: words } = useSentences();
  const { name } = prompt;
  const { live } = state;
  return (
    <>
      {live === null ? (
        <p>
          <b>{words.shipped}</b>
          {words.notFit}
        </p>
      ) : (
        <Take take={live} />
      )}
      <div className="prompt-keys">
        <Listen name={name} sound={live === null ? 'shipped' : 'live'} label={words.onAir} />
        {live === null ? null : <TakeBack name={name} />}
      </div>
    </>
  );
}

/** Asked twice, in place: the second time the key says what it does. */
function TakeBack({ name }: { readonly name: string }) {
  const { prompts: words } = useSentences();
  const [isSure, setSure] = useState(false);
  const back = useMutation({
    mutationFn: () => replyOf(call(takeBackPrompt, { params: { name } })),
    onSuccess: promptsAreNow,
  });
  return (
    <>
      <button
        type="button"
        className="key"
        disabled={back.isPending}
        onBlur={() => setSure(false)}
        onClick={() => (isSure ? back.mutate() : setSure(true))}
      >
        {isSure ? words.takeBackSure : words.takeBack}
      </button>
      <Failure error={back.error} />
    </>
  );
}
