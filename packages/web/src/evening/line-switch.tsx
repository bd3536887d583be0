import { closeLine, lineStateAt, openLineAgain, type Evening } from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { replyOf } from '../app/queries.ts';
import { serverNow } from '../app/server-clock.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { lineWords } from './line-words.ts';
import { eveningIsNow, eveningQuery } from './use-evening.ts';
import './line-switch.css';

type Deed = 'served' | 'let-go' | 'open';
/** What somebody who stands beside the floor sees must not be older than a glance. */
const LOOK_AGAIN_MS = 5_000;

/** [WEB-104] Whether the line is open, and the key that closes it kindly, asked twice, or opens it again. */
export function LineSwitch() {
  const spoken = useSpoken();
  const words = spoken.sentences.show;
  const query = useQuery({ ...eveningQuery, refetchInterval: LOOK_AGAIN_MS });
  const [asks, setAsks] = useState(false);
  const act = useMutation({
    mutationFn: (deed: Deed) => replyOf(ask(deed)),
    onSuccess(evening: Evening) {
      eveningIsNow(evening);
      setAsks(false);
    },
  });
  const closing = useRef<HTMLButtonElement>(null);
  const answer = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  // The key that was pressed is gone: the focus goes to what is asked, and back.
  useEffect(() => {
    if (asks) answer.current?.focus();
    else if (wasAsking.current) closing.current?.focus();
    wasAsking.current = asks;
  }, [asks]);
  const evening = query.data;
  if (evening === undefined) return null;
  const now = serverNow();
  const { kind } = lineStateAt(evening, now);
  return (
    <section className="line-switch" data-kind={kind} aria-label={words.line}>
      <output>{lineWords(evening, now, spoken)}</output>
      {evening.closedByHand ? (
        <button
          ref={closing}
          type="button"
          className="key"
          disabled={act.isPending}
          onClick={() => act.mutate('open')}
        >
          {words.openAgain}
        </button>
      ) : asks ? (
        <fieldset className="line-ask">
          <legend>{words.closeHow}</legend>
          <button
            type="button"
            ref={answer}
            className="key key-first"
            disabled={act.isPending}
            onClick={() => act.mutate('served')}
          >
            {words.closeServed}
          </button>
          <button type="button" className="key" disabled={act.isPending} onClick={() => act.mutate('let-go')}>
            {words.closeLetGo}
          </button>
          <button type="button" className="key key-quiet" onClick={() => setAsks(false)}>
            {words.closeNot}
          </button>
        </fieldset>
      ) : (
        <button ref={closing} type="button" className="key" onClick={() => setAsks(true)}>
          {words.close}
        </button>
      )}
      <Failure error={act.error} />
    </section>
  );
}

const ask = (deed: Deed) =>
  deed === 'open' ? call(openLineAgain, {}) : call(closeLine, { body: { waiting: deed } });
