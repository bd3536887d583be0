import { lineStateAt } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { serverNow } from '../app/server-clock.ts';
import { useEverySecond, useSession } from '../desk/use-session.ts';
import type { Sentences } from '../language/french.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { lineWords } from './line-words.ts';
import { airAt, breakAgainst, countdown, type AirState } from './on-air.ts';
import { eveningQuery } from './use-evening.ts';
import './desk-sign.css';

/** What the evening has for this desk: on air soon or now, the line closed, a break that would come at the wrong time. */
export function DeskSign() {
  const { session, view } = useSession();
  const said = useSpoken();
  const words = said.sentences.show;
  const { data: evening } = useQuery(eveningQuery);
  useEverySecond(evening !== undefined);
  if (evening === undefined) return null;
  const now = serverNow();
  const air = airAt(evening, now);
  const closed = lineStateAt(evening, now).kind !== 'open';
  const against = breakAgainst(evening, now);
  const asks = against !== null && view.desk.askedBreak === against.moment.id;
  return (
    <div className="sign">
      {/* [WEB-101] Said as it begins, a minute before, and when it is on: not with every second. */}
      <output className="unseen">{spoken(air, words)}</output>
      {air.kind === 'nothing' ? null : (
        <p className="sign-air" data-kind={air.kind} aria-hidden="true">
          <b>{air.kind === 'now' ? words.onAirNow : words.onAirIn(countdown(air.inMs))}</b>
          <span className="sign-title"> — {air.moment.title}</span>
        </p>
      )}
      {closed ? <output className="sign-closed">{lineWords(evening, now, said)}</output> : null}
      {asks ? (
        <div className="sign-break" role="alert">
          <span className="unseen">{against.kind === 'now' ? words.onAirNow : words.onAirSoon}</span>{' '}
          <span>{words.breakAgainst}</span>{' '}
          <button type="button" className="link" onClick={() => session.pause()}>
            {words.breakYes}
          </button>{' '}
          <button type="button" className="link" onClick={() => session.feed({ kind: 'stay' })}>
            {words.breakNo}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function spoken(air: AirState, words: Sentences['show']): string {
  switch (air.kind) {
    case 'soon':
      return words.spokenSoon(air.moment.title);
    case 'minute':
      return words.spokenMinute(air.moment.title);
    case 'now':
      return words.spokenNow(air.moment.title);
    case 'nothing':
      return '';
    default:
      return '';
  }
}
