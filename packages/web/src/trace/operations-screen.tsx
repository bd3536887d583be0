import type { TraceCall, TraceRefusal } from '@pledgeline/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
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
  const turned = refusals.data?.refusals;
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
      <Part
        id="ops-calls"
        title={words.calls}
        none={calls.data?.on === true && all.length === 0 ? words.none : ''}
      >
        {all.length === 0 ? null : <Calls calls={inOrder(all)} />}
      </Part>
      <Part id="ops-refusals" title={words.refusals} none={turned?.length === 0 ? words.noRefusals : ''}>
        {turned === undefined || turned.length === 0 ? null : <Refusals refusals={turned} />}
      </Part>
    </Stack>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  /** What is said where there is nothing; empty: there is something, or nobody knows yet. */
  readonly none: string;
  readonly children: ReactNode;
}
function Part({ id, title, none, children }: PartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="ops-part">
        {title}
      </h2>
      {none === '' ? null : <p className="ops-soft">{none}</p>}
      {children}
    </section>
  );
}

interface TableProps {
  /** The id of its title, and what its columns are styled by. */
  readonly name: 'ops-calls' | 'ops-refusals';
  /** The last one holds figures. */
  readonly columns: readonly string[];
  readonly children: ReactNode;
}
function Table({ name, columns, children }: TableProps) {
  return (
    <table className={`ops-table ${name}`} aria-labelledby={name}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={column} scope="col" className={index === columns.length - 1 ? 'ops-right' : undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Calls({ calls }: { readonly calls: readonly TraceCall[] }) {
  const { state, caller, line, trunk, arrived, lasted: length } = useSpoken().sentences.trace.columns;
  return (
    <Table name="ops-calls" columns={[state, caller, line, trunk, arrived, length]}>
      {calls.map((call) => (
        <CallRow key={call.id} call={call} />
      ))}
    </Table>
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
  const { last, what, from, times } = useSpoken().sentences.trace.refusalColumns;
  return (
    <Table name="ops-refusals" columns={[last, what, from, times]}>
      {refusals.map((one) => (
        <RefusalRow
          key={`${one.firstAt} ${one.by} ${one.status} ${one.because} ${one.method} ${one.peer}`}
          refusal={one}
        />
      ))}
    </Table>
  );
}

function RefusalRow({ refusal }: { readonly refusal: TraceRefusal }) {
  const { language, sentences } = useSpoken();
  const words = sentences.trace;
  const { lastAt, method, status, peer, transport, times } = refusal;
  return (
    <tr>
      <td>
        <time dateTime={lastAt}>{secondTime(lastAt, language)}</time>
      </td>
      <td className="ops-wide">
        {refusalWords(refusal, words)}
        {method === null ? null : (
          <span className="ops-soft">
            {' '}
            {method} {status}
          </span>
        )}
      </td>
      <td className="ops-wide ops-soft">
        {peer === null ? words.noPeer : `${transport?.toUpperCase() ?? ''} ${peer}`}
      </td>
      <td className="ops-right">{times.toLocaleString(language)}</td>
    </tr>
  );
}
