import { enableTrunk, type Trunk } from '@pledgeline/contract';
import { Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { serverNow } from '../app/server-clock.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { conditionOf, toneOf } from './condition.ts';
import { trunksAreNow, trunksQuery } from './use-trunks.ts';
import './trunks.css';

/** Every carrier's connection with its state at a glance. */
export function TrunksScreen() {
  const { trunks: words } = useSentences();
  const query = useQuery(trunksQuery);
  const { language } = useSpoken();
  const trunks = (query.data?.trunks ?? []).toSorted((one, other) =>
    one.form.name.localeCompare(other.form.name, language),
  );
  const calls = trunks.reduce((sum, { state }) => sum + state.calls, 0);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="baseline">
        <Title order={1}>{words.title}</Title>
        <Text className="trunks-count">{words.summary(calls, trunks.length)}</Text>
      </Group>
      <Failure error={query.error} />
      {query.data !== undefined && trunks.length === 0 ? <Text>{words.none}</Text> : null}
      <ul className="trunks">
        {trunks.map((trunk) => (
          <Row key={trunk.id} trunk={trunk} mayEdit={query.data?.mayEdit === true} />
        ))}
      </ul>
      {query.data?.mayEdit === true ? (
        <Link to="/trunks/$id" params={{ id: 'new' }} className="key key-first trunks-add">
          {words.add}
        </Link>
      ) : null}
      {query.data?.mayEdit === false ? <Text className="trunks-note">{words.readOnly}</Text> : null}
    </Stack>
  );
}

interface RowProps {
  readonly trunk: Trunk;
  readonly mayEdit: boolean;
}

function Row({ trunk, mayEdit }: RowProps) {
  const { trunks: words } = useSentences();
  const { form } = trunk;
  const condition = conditionOf(trunk);
  return (
    <li className="trunk" data-tone={toneOf(condition)}>
      <div className="trunk-head">
        <h2 className="trunk-name">{form.name}</h2>
        <p className="trunk-condition">
          <span className="trunk-light" aria-hidden="true" />
          {words.conditions[condition]}
        </p>
      </div>
      <p className="trunk-way">
        {form.transport.toUpperCase()} · {wayOf(trunk, words.byAddress)}
      </p>
      <Calls trunk={trunk} />
      <div className="trunk-answer">
        <Answer trunk={trunk} />
      </div>
      {mayEdit ? <Keys trunk={trunk} /> : null}
    </li>
  );
}

function wayOf({ form }: Trunk, byAddress: (count: number) => string): string {
  if (form.registration !== null) return `${form.registration.user} @ ${form.registration.registrar}`;
  const [first = ''] = form.addresses;
  return form.addresses.length === 1 ? first : byAddress(form.addresses.length);
}

function Calls({ trunk }: { readonly trunk: Trunk }) {
  const { trunks: words } = useSentences();
  const { calls } = trunk.state;
  const { callsMax } = trunk.form;
  return (
    <div className="trunk-calls">
      <p>
        <b>{calls}</b> <span>{words.callsOf(calls, callsMax)}</span>
      </p>
      {/* The figures say it; the bar is for the eye. */}
      <svg
        className="trunk-bar"
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
        data-full={calls >= callsMax}
      >
        <rect width={Math.min(100, (100 * calls) / callsMax)} height="4" />
      </svg>
    </div>
  );
}

/** What was last heard of the carrier, and what is amiss. */
function Answer({ trunk }: { readonly trunk: Trunk }) {
  const { trunks: words } = useSentences();
  const { state, form } = trunk;
  const lines = [
    form.keepAliveSeconds === null
      ? words.notAsked
      : state.answer === null
        ? words.noAnswerYet
        : words.answered(
            secondsSince(state.answer.at),
            state.answer.status,
            Math.round(state.latencyMs ?? 0),
          ),
    state.reach === 'down' ? words.downFor(secondsSince(state.since)) : '',
    state.unresolved.length > 0 ? words.unresolved(state.unresolved.length, state.unresolved.join(', ')) : '',
    state.tlsFault === null ? '' : (words.tlsFaults[state.tlsFault] ?? words.tlsFaults['tls-failed'] ?? ''),
    words.registrations[state.registration] ?? '',
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => (
      <p key={line} className="trunk-line">
        {line}
      </p>
    ));
}

const secondsSince = (at: string): number => Math.max(0, Math.round((serverNow() - Date.parse(at)) / 1_000));

function Keys({ trunk }: { readonly trunk: Trunk }) {
  const { trunks: words } = useSentences();
  const { id, form } = trunk;
  const enable = useMutation({
    mutationFn: (enabled: boolean) => replyOf(call(enableTrunk, { params: { id }, body: { enabled } })),
    onSuccess: trunksAreNow,
  });
  return (
    <div className="trunk-keys">
      <Switch
        checked={form.enabled}
        withThumbIndicator={false}
        label={words.takesCalls}
        aria-label={words.takesCallsOf(form.name)}
        disabled={enable.isPending}
        onChange={(event) => enable.mutate(event.currentTarget.checked)}
      />
      <Link to="/trunks/$id" params={{ id }} className="key" aria-label={words.editOf(form.name)}>
        {words.edit}
      </Link>
      <Failure error={enable.error} />
    </div>
  );
}
