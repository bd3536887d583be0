import type { PromptState } from '@pledgeline/contract';
import { PROMPTS, type Prompt } from '@pledgeline/core';
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure, Loading } from '../app/failures.tsx';
import { duration } from '../floor/duration.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { Listen } from './listen.tsx';
import { promptsQuery } from './use-prompts.ts';
import { titleOf } from './title.ts';
import './prompts.css';

/** Everything that the line says, and in whose voice. */
export function PromptsScreen() {
  const { prompts: words } = useSentences();
  const query = useQuery(promptsQuery);
  if (query.isPending) return <Loading />;
  const states = new Map((query.data?.prompts ?? []).map((state) => [state.name, state]));
  const rows = PROMPTS.flatMap((prompt) => {
    const state = states.get(prompt.name);
    return state === undefined ? [] : [{ prompt, state }];
  });
  const synthetic = rows.filter(({ state }) => state.live === null).length;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{words.title}</Title>
        <Text className="prompts-note">{words.why(query.data?.campaign.name ?? '')}</Text>
      </div>
      <Failure error={query.error} />
      {synthetic > 0 ? <p className="prompts-warning">{words.synthetic(synthetic, rows.length)}</p> : null}
      {(['fr', 'en'] as const).map((language) => (
        <section key={language} aria-labelledby={`prompts-${language}`}>
          <h2 id={`prompts-${language}`} className="prompts-language">
            {words.languages[language]}
          </h2>
          <ul className="prompts">
            {rows
              .filter(({ prompt }) => prompt.language === language && prompt.kind === 'text')
              .map((row) => (
                <Row key={row.prompt.name} {...row} />
              ))}
          </ul>
          <Pieces
            rows={rows.filter(({ prompt }) => prompt.language === language && prompt.kind === 'piece')}
          />
        </section>
      ))}
    </Stack>
  );
}

interface RowProps {
  readonly prompt: Prompt;
  readonly state: PromptState;
}

/** The words of which an amount is said: many, short, and seldom looked at. */
function Pieces({ rows }: { readonly rows: readonly RowProps[] }) {
  const { prompts: words } = useSentences();
  const own = rows.filter(({ state }) => state.live !== null).length;
  return (
    <details className="prompts-pieces">
      <summary>{words.pieces(own, rows.length)}</summary>
      <ul className="prompts">
        {rows.map((row) => (
          <Row key={row.prompt.name} {...row} />
        ))}
      </ul>
    </details>
  );
}

function Row({ prompt, state }: RowProps) {
  const { prompts: words } = useSentences();
  const { name, text, language } = prompt;
  const isOwn = state.live !== null;
  const label = titleOf(prompt, words.names);
  return (
    <li className="prompt" data-own={isOwn}>
      <div className="prompt-text">
        <h3 lang={label === text ? language : undefined}>{label}</h3>
        {label === text ? null : <p lang={language}>{text}</p>}
      </div>
      <p className="prompt-voice">
        {isOwn ? words.own : words.shipped}
        <span>{duration(0, state.live?.milliseconds ?? state.shippedMilliseconds)}</span>
        {state.draft === null ? null : <b>{words.hasDraft}</b>}
      </p>
      <div className="prompt-keys">
        <Listen name={name} sound={isOwn ? 'live' : 'shipped'} label={label} />
        <Link to="/prompts/$name" params={{ name }} className="key" aria-label={words.recordNamed(label)}>
          {words.change}
        </Link>
      </div>
    </li>
  );
}
