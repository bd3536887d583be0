import type { TraceLadder, TraceMessage, TraceStep } from '@pledgeline/contract';
import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Failure } from '../app/failures.tsx';
import { Refused } from '../app/queries.ts';
import { serverNow } from '../app/server-clock.ts';
import { secondTime } from '../language/money.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { CallerEnds } from './caller.tsx';
import { bodyOf, headOf, lasted, placesOf, sequenceOf, stateWord, wayOf } from './reading.ts';
import { ladderQuery } from './use-trace.ts';
import './operations.css';
import './ladder.css';

/** One call, message by message. */
export function LadderScreen() {
  const { call } = useParams({ from: '/staff/operations/$call' });
  const { trace: words } = useSentences();
  const query = useQuery(ladderQuery(call));
  const isGone =
    query.error instanceof Refused &&
    query.error.refusal.kind === 'fault' &&
    query.error.refusal.fault === 'NOT_FOUND';
  return (
    <Stack gap="lg">
      <div className="ladder-head">
        <Link to="/operations" className="link">
          {words.toList}
        </Link>
        <Title order={1}>{words.ladderTitle}</Title>
      </div>
      {isGone ? <p role="alert">{words.gone}</p> : <Failure error={query.error} />}
      {query.data === undefined || isGone ? null : (
        <>
          <Facts ladder={query.data} />
          <Ladder ladder={query.data} />
        </>
      )}
    </Stack>
  );
}

function Facts({ ladder }: { readonly ladder: TraceLadder }) {
  const { language, sentences } = useSpoken();
  const { trace: words } = sentences;
  const { call } = ladder;
  const answeredMs =
    call.answeredAt === null ? null : Date.parse(call.answeredAt) - Date.parse(call.arrivedAt);
  const phones = placesOf(ladder, 'phone');
  return (
    <dl className="ops-facts">
      <Fact name={words.columns.state}>{stateWord(call, words)}</Fact>
      <Fact name={words.columns.caller}>
        <CallerEnds call={call} />
      </Fact>
      <Fact name={words.columns.line}>{call.line ?? words.notOurs}</Fact>
      <Fact name={words.columns.trunk}>
        {call.trunk === null ? (
          '—'
        ) : (
          <Link to="/trunks" className="link">
            {call.trunk}
          </Link>
        )}
      </Fact>
      <Fact name={words.facts.began}>{secondTime(call.arrivedAt, language)}</Fact>
      <Fact name={words.facts.answered}>
        {answeredMs === null ? words.notAnswered : `${answeredMs.toLocaleString(language)} ms`}
      </Fact>
      <Fact name={words.facts.lasted}>{lasted(call, serverNow())}</Fact>
      <Fact name={words.facts.carrier}>{placesOf(ladder, 'carrier').join(', ') || '—'}</Fact>
      {phones.length === 0 ? null : <Fact name={words.facts.phone}>{phones.join(', ')}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Ladder({ ladder }: { readonly ladder: TraceLadder }) {
  const { trace: words } = useSentences();
  const { parties } = words;
  const far = ladder.call.hasPhone ? parties.phone : parties.browser;
  return (
    <>
      <table className="ladder">
        <caption className="unseen">{words.ladderTitle}</caption>
        <thead>
          <tr>
            <th scope="col" className="ladder-ms" title={words.since}>
              {words.milliseconds}
            </th>
            <th scope="col" className="ladder-lane">
              {parties.carrier}
              <span className="ladder-middle">{parties.line}</span>
            </th>
            <th scope="col" className="ladder-lane ladder-far">
              {far}
            </th>
          </tr>
        </thead>
        <tbody>
          {ladder.steps.map((step, index) => (
            // Steps are only ever added at the end.
            <Row key={index} step={step} />
          ))}
        </tbody>
      </table>
      {ladder.more === 0 ? null : <p className="ops-soft">{words.more(ladder.more)}</p>}
    </>
  );
}

function Row({ step }: { readonly step: TraceStep }) {
  const { language, sentences } = useSpoken();
  const isNear = step.kind === 'message' && step.with === 'carrier';
  return (
    <tr>
      <td className="ladder-ms">{step.atMs.toLocaleString(language)}</td>
      <td className="ladder-lane">{isNear ? <Message message={step} /> : null}</td>
      <td className="ladder-lane ladder-far">
        {step.kind === 'desk' ? (
          <p className="ladder-signal">{sentences.trace.signals[step.signal]}</p>
        ) : isNear ? null : (
          <Message message={step} />
        )}
      </td>
    </tr>
  );
}

function Message({ message }: { readonly message: TraceMessage }) {
  const { trace: words } = useSentences();
  const body = bodyOf(message, words);
  // The carrier stands to our left, the telephone to our right.
  const toRight = (message.with === 'carrier') === (message.direction === 'in');
  return (
    <div className="step-line" data-again={message.again} data-bad={(message.status ?? 0) >= 300}>
      <p>
        <span className="unseen">{wayOf(message, words)} </span>
        <b>{headOf(message)}</b> <span className="step-soft">{sequenceOf(message)}</span>{' '}
        {message.again ? <em className="step-again">{words.again}</em> : null}
      </p>
      <span className="arrow" data-to={toRight ? 'right' : 'left'} aria-hidden="true" />
      {body === '' ? null : <p className="step-soft">{body}</p>}
    </div>
  );
}
