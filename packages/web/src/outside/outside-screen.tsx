import type { Outside } from '@pledgeline/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure, Loading } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { Numbers } from './numbers.tsx';
import { RulesForm } from './rules-form.tsx';
import { outsideQuery } from './use-outside.ts';
import './outside.css';

/** What may be rung from here, how much of it, and what is on. */
export function OutsideScreen() {
  const { outside: words } = useSentences();
  const query = useQuery(outsideQuery);
  if (query.isPending) return <Loading />;
  const outside = query.data;
  return (
    <Stack gap="xl" className="outside">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        {outside === undefined ? null : (
          <Text className="outside-count">{words.summary(outside.calls.length, outside.lastHour)}</Text>
        )}
      </Group>
      <Failure error={query.error} />
      {outside === undefined ? null : (
        <>
          <Way trunks={outside.trunks} />
          <CallsNow outside={outside} />
          <Numbers outside={outside} />
          <RulesForm outside={outside} />
          <RefusedCalls refused={outside.refused} />
          {outside.mayEdit ? null : <Text className="outside-note">{words.readOnly}</Text>}
        </>
      )}
    </Stack>
  );
}

function Way({ trunks }: Pick<Outside, 'trunks'>) {
  const { outside: words } = useSentences();
  if (trunks.length === 0) return <p className="outside-wrong">{words.noTrunk}</p>;
  return <Text className="outside-note">{words.byTrunks(trunks.join(', '))}</Text>;
}

function CallsNow({ outside }: { readonly outside: Outside }) {
  const { outside: words } = useSentences();
  return (
    <section className="outside-part" aria-labelledby="outside-now">
      <Title order={2} id="outside-now">
        {words.now}
      </Title>
      {outside.calls.length === 0 ? <Text className="outside-note">{words.none}</Text> : null}
      <ul className="outside-list">
        {outside.calls.map(({ id, to, state, since, trunk }) => (
          <li key={id} className="outside-entry">
            <h3 className="outside-name">{to ?? words.callback}</h3>
            <p>{words.states[state]}</p>
            <p className="outside-use">{words.forMinutes(minutesSince(since))}</p>
            <p className="outside-use">{trunk}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const minutesSince = (at: string): number => Math.max(0, Math.floor((serverNow() - Date.parse(at)) / 60_000));

function RefusedCalls({ refused }: Pick<Outside, 'refused'>) {
  const { outside: words } = useSentences();
  if (refused.length === 0) return null;
  return (
    <section className="outside-part" aria-labelledby="outside-refused">
      <Title order={2} id="outside-refused">
        {words.refused}
      </Title>
      <ul className="outside-refusals">
        {refused.map(({ because, count }) => (
          <li key={because}>
            <b>{count}</b> {words.refusals[because]}
          </li>
        ))}
      </ul>
    </section>
  );
}
