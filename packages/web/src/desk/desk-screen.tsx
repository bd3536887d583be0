import type { Campaign, Seat } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Failure, Loading } from '../app/failures.tsx';
import { campaignQuery, meQuery, queries } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { CallScreen } from './call-screen.tsx';
import { CharityCall } from './charity-call.tsx';
import { deskKey } from './keys.ts';
import type { DeskSession } from './session.ts';
import { PassSeat, usePassing } from './pass-seat.tsx';
import { StatusBar } from './status-bar.tsx';
import { useAlarm } from './use-alarm.ts';
import { SessionContext, useNewSession, useSession } from './use-session.ts';
import { Waiting } from './waiting.tsx';
import './desk.css';
import './narrow.css';
import './pass-seat.css';

export function DeskScreen() {
  const me = useQuery(meQuery);
  const seat = me.data?.seat ?? null;
  const campaign = useQuery({ ...campaignQuery, enabled: seat !== null });
  if (me.data?.seat === null) return <Navigate to={me.data.person === null ? '/seat' : '/'} replace />;
  if (me.data === undefined || seat === null || campaign.data === undefined)
    return me.isError || campaign.isError ? (
      <main className="plain">
        <Failure error={me.error ?? campaign.error} />
      </main>
    ) : (
      <Loading />
    );
  return <SeatedDesk key={seat.agent} seat={seat} campaign={campaign.data} />;
}

interface SeatedProps {
  readonly seat: Seat;
  readonly campaign: Campaign;
}

function SeatedDesk({ seat, campaign }: SeatedProps) {
  const session = useNewSession(seat.sound);
  return (
    <SessionContext value={session}>
      <Room seat={seat} campaign={campaign} />
    </SessionContext>
  );
}

function Room({ seat, campaign }: SeatedProps) {
  const { session, view } = useSession();
  const { call, form, link, seated } = view.desk;
  useKeys(session, campaign);
  useAlarm();
  const { isPassing, close } = usePassing();
  // A session that has ended answers the socket with silence: ask who one is.
  useEffect(() => {
    if (link === 'lost') void queries.invalidateQueries({ queryKey: meQuery.queryKey });
  }, [link]);
  if (!seated) return <Unseated />;
  return (
    <div className="desk" data-status={view.desk.status.kind}>
      {call === null ? null : <div key={call.id} className="flash" aria-hidden="true" />}
      <StatusBar seat={seat} />
      <main className="desk-main">
        {call?.confidential === true ? (
          <CharityCall key={call.id} call={call} campaign={campaign} />
        ) : isPassing ? (
          <PassSeat close={close} />
        ) : form === null ? (
          <Waiting key={seat.phone} seat={seat} campaign={campaign} />
        ) : (
          <CallScreen key={form.id} form={form} campaign={campaign} />
        )}
      </main>
    </div>
  );
}

function Unseated() {
  const { status } = useSentences();
  return (
    <main className="plain">
      <h1>{status.unseated}</h1>
      <p>{status.unseatedHelp}</p>
      <Link
        to="/"
        className="key key-first"
        onClick={() => void queries.invalidateQueries({ queryKey: meQuery.queryKey })}
      >
        {status.sitAgain}
      </Link>
    </main>
  );
}

function useKeys(session: DeskSession, campaign: Campaign): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      session.gesture();
      const action = deskKey({
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
      });
      if (action === null) return;
      if (action.kind === 'back' && (event.repeat || !session.back())) return;
      event.preventDefault();
      // A key that is held down means it once.
      if (event.repeat) return;
      if (action.kind === 'save') session.save(campaign.information.version);
      else if (action.kind === 'hang-up') void session.hangUp();
      else if (action.kind === 'hand-over') void session.handOverKey();
      else if (action.kind === 'hoax') void session.hoax();
      else if (action.kind === 'charity') void session.charityKey();
      else if (action.kind === 'together') void session.together();
      else if (action.kind === 'away') session.pause();
      else if (action.kind === 'person') session.feed({ kind: 'person', index: action.index });
      else if (action.kind !== 'back') session.feed(action);
    };
    globalThis.addEventListener('keydown', pressed);
    globalThis.addEventListener('pointerdown', session.gesture);
    return () => {
      globalThis.removeEventListener('keydown', pressed);
      globalThis.removeEventListener('pointerdown', session.gesture);
    };
  }, [session, campaign]);
}
