import type { TraceCall, TraceRefusal } from '@pledgeline/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { secondTime } from '../language/money.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { CallerEnds } from './caller.tsx';
import { LoadLine } from './load-line.tsx';
import { inOrder, isLive, lasted, refusalWords, stateWord } from './reading.ts';
import { callsQuery, refusalsQuery } from './use-trace.ts';
import './operations.css';

/** What goes on at the SIP port: the calls that are on, those that were, and what was turned away. */
export function OperationsScreen() {
  const words = useSpoken().sentences.trace;
  const calls = useQuery(callsQuery);
  const refusals = useQuery(refusalsQuery);
  const all = calls.data?.calls ?? [];
  return (
    <Stack gap="xl">
      <div>
        <Group justify="space-between" align="baseline">
          <Title order={1}>{words.title}</Title>
          <Text className="ops-count">{words.summary(all.filter(isLive).length)}</Text>
        </Group>
        <p className="ops-soft">
          {calls.data?.on === false ? words.off : words.memory}{' '}
          <Link to="/trunks" className="link">
            {words.toTrunks}
          </Link>
        </p>
        <LoadLine />
      </div>
      <Failure error={calls.error ?? refusals.error} />
      <section aria-labelledby="ops-calls">
        <h2 id="ops-calls" className="ops-part">
          {words.calls}
        </h2>
        {calls.data?.on === true && all.length === 0 ? <p className="ops-soft">{words.none}</p> : null}
        {all.length === 0 ? null : <Calls calls={inOrder(all)} />}
      </section>
      <section aria-labelledby="ops-refusals">
        <h2 id="ops-refusals" className="ops-part">
          {words.refusals}
        </h2>
        {refusals.data?.refusals.length === 0 ? <p className="ops-soft">{words.noRefusals}</p> : null}
        {(refusals.data?.refusals.length ?? 0) === 0 ? null : (
          <Refusals refusals={refusals.data?.refusals ?? []} />
        )}
      </section>
    </Stack>
  );
}

function Calls({ calls }: { readonly calls: readonly TraceCall[] }) {
  const words = useSpoken().sentences.trace;
  const { columns } = words;
  return (
    <table className="ops-table ops-calls" aria-labelledby="ops-calls">
      <thead>
        <tr>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.caller}</th>
          <th scope="col">{columns.line}</th>
          <th scope="col">{columns.trunk}</th>
          <th scope="col">{columns.arrived}</th>
          <th scope="col" className="ops-right">
            {columns.lasted}
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function CallRow({ call }: { readonly call: TraceCall }) {
  const { language, sentences } = useSpoken();
  const words = sentences.trace;
  const time = secondTime(call.arrivedAt, language);
  const state = stateWord(call, words);
  return (
    <tr data-state={call.state}>
      <td className="ops-state">
        <span className="ops-light" aria-hidden="true" />
        <Link
          to="/operations/$call"
          params={{ call: call.id }}
          className="link"
          aria-label={words.open(state, time)}
        >
          {state}
        </Link>
      </td>
      <td>
        <CallerEnds call={call} />
      </td>
      <td>{call.line ?? <span className="ops-soft">{words.notOurs}</span>}</td>
      <td className="ops-wide">{call.trunk ?? '—'}</td>
      <td>
        <time dateTime={call.arrivedAt}>{time}</time>
      </td>
      <td className="ops-right">{lasted(call, serverNow())}</td>
    </tr>
  );
}

function Refusals({ refusals }: { readonly refusals: readonly TraceRefusal[] }) {
  const { language, sentences } = useSpoken();
  const words = sentences.trace;
  const columns = words.refusalColumns;
  return (
    <table className="ops-table ops-refusals" aria-labelledby="ops-refusals">
      <thead>
        <tr>
          <th scope="col">{columns.last}</th>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.from}</th>
          <th scope="col" className="ops-right">
            {columns.times}
          </th>
        </tr>
      </thead>
      <tbody>
        {refusals.map((one) => (
          <tr key={`${one.firstAt} ${one.by} ${one.status} ${one.because} ${one.method} ${one.peer}`}>
            <td>
              <time dateTime={one.lastAt}>{secondTime(one.lastAt, language)}</time>
            </td>
            <td className="ops-wide">
              {refusalWords(one, words)}
              {one.method === null ? null : (
                <span className="ops-soft">
                  {' '}
                  {one.method} {one.status}
                </span>
              )}
            </td>
            <td className="ops-wide ops-soft">
              {one.peer === null ? words.noPeer : `${one.transport?.toUpperCase() ?? ''} ${one.peer}`}
            </td>
            <td className="ops-right">{one.times.toLocaleString(language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
