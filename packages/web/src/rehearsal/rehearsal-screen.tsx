import type { CheckItem, Rehearsal } from '@pledgeline/contract';
import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { momentWords } from './moment-words.ts';
import { RunPart } from './run-part.tsx';
import { rehearsalQuery, useDeed } from './use-rehearsal.ts';
import './rehearsal.css';

/** [RHW-1] What is to be seen to before the line goes live, and a small evening to try it with. */
export function RehearsalScreen() {
  const { rehearsal: words } = useSentences();
  const query = useQuery(rehearsalQuery);
  return (
    <div className="rehearsal">
      <div className="rehearsal-head">
        <Title order={1}>{words.title}</Title>
        {query.data === undefined ? null : <Verdict items={query.data.items} />}
      </div>
      <Failure error={query.error} />
      {query.data === undefined ? null : <Parts rehearsal={query.data} />}
    </div>
  );
}

/** Said as it changes, and not with every look. */
function Verdict({ items }: { readonly items: readonly CheckItem[] }) {
  const { rehearsal: words } = useSentences();
  const count = (state: CheckItem['state']): number => items.filter((item) => item.state === state).length;
  const [wrong, toDo] = [count('wrong'), count('to-do')];
  return (
    <output className="rehearsal-verdict" data-state={wrong > 0 ? 'wrong' : toDo > 0 ? 'to-do' : 'ok'}>
      {wrong + toDo === 0 ? words.ready : words.notReady(wrong, toDo)}
    </output>
  );
}

const Parts = ({ rehearsal }: { readonly rehearsal: Rehearsal }) => (
  <div className="rehearsal-parts">
    <Checks items={rehearsal.items} />
    <RunPart run={rehearsal.run} trial={rehearsal.trial} />
  </div>
);

function Checks({ items }: { readonly items: readonly CheckItem[] }) {
  const { rehearsal: words } = useSentences();
  return (
    <section aria-labelledby="rehearsal-checks">
      <h2 id="rehearsal-checks">{words.checks}</h2>
      <ul className="checks">
        {items.map((item) => (
          <Check key={item.kind} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Check({ item }: { readonly item: CheckItem }) {
  const { language, sentences } = useSpoken();
  const words = sentences.rehearsal;
  const when = item.at === null ? '' : momentWords(item.at, serverNow(), language);
  return (
    <li className="check" data-state={item.state}>
      <span className="check-light" aria-hidden="true" />
      <div>
        <h3>
          {words.kinds[item.kind]} <span className="check-state">{words.states[item.state]}</span>
        </h3>
        <p>{words.found[item.found](item.count, item.of, when, item.names[0] ?? '')}</p>
        <Names item={item} />
      </div>
      {item.kind === 'backup' ? <Tick isTicked={item.state === 'ok'} /> : null}
    </li>
  );
}

/** Which ones, where there are some; more of them than can be read at a glance are counted. */
function Names({ item: { names, count, of, found } }: { readonly item: CheckItem }) {
  const { rehearsal: words } = useSentences();
  if (names.length === 0 || found === 'backup-ticked') return null;
  const left = (found === 'seats-empty' ? of - count : count) - names.length;
  return (
    <p className="check-names">
      {names.join(', ')} {left > 0 ? words.more(left) : ''}
    </p>
  );
}

/** [RHW-2] The one thing that only a person knows. Never off, or the keyboard would lose its place; said twice, it is so once. */
function Tick({ isTicked }: { readonly isTicked: boolean }) {
  const { rehearsal: words } = useSentences();
  const deed = useDeed();
  return (
    <div className="check-tick">
      <button
        type="button"
        className="key"
        onClick={() => deed.mutate({ kind: isTicked ? 'untick' : 'tick' })}
      >
        {isTicked ? words.untick : words.tick}
      </button>
      <Failure error={deed.error} />
    </div>
  );
}
