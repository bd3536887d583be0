import type { Campaign, Seat } from '@pledgeline/contract';
import { useEffect, useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { BreakReasons } from './desk-notes.tsx';
import { Aside } from './aside.tsx';
import { HeadsetCheck } from './headset-check.tsx';
import { noteChecked, wasChecked } from './checked.ts';
import { PhoneCheck } from './phone-check.tsx';
import { PassHint } from './pass-seat.tsx';
import { useStoodDown } from './use-alarm.ts';
import { useSession } from './use-session.ts';

/** Between the calls: the headset, what there is to know, and the key for a test call. */
export function Waiting({ seat, campaign }: { readonly seat: Seat; readonly campaign: Campaign }) {
  const { session, view } = useSession();
  const { waiting: words, headset, phone, agents, charity } = useSentences();
  const isDown = useStoodDown() !== null;
  const atPhone = seat.sound === 'phone';
  const seating = `${seat.agent} ${seat.phone}`;
  /** Null: nobody has asked for the check or ended it; then it is due before the first Ready of this seating. */
  const [asked, setAsked] = useState<boolean | null>(null);
  const { desk, sound } = view;
  const endCheck = (): void => {
    noteChecked(seating);
    setAsked(false);
  };
  const free = desk.status.kind === 'free';
  useEffect(() => {
    if (free) noteChecked(seating);
  }, [free, seating]);
  const fine = atPhone || sound.kind === 'open' || sound.kind === 'reopening';
  const due = asked ?? !wasChecked(seating);
  if (!free && due && atPhone) return <PhoneCheck seat={seat} done={endCheck} />;
  if (!free && (due || !fine)) return <HeadsetCheck done={endCheck} begun={() => setAsked(true)} />;
  return (
    <div className="waiting">
      <section className="waiting-now" aria-labelledby="waiting-title">
        <p className="waiting-campaign">
          {campaign.charity} · {campaign.name}
        </p>
        <h1 id="waiting-title" className="waiting-number">
          {campaign.number}
        </h1>
        <p className="waiting-state" data-free={free}>
          {free ? words.titleFree : isDown ? agents.noCalls : words.titleAway}
        </p>
        {desk.notice === 'caller-gone' ? <output>{words.callerGone}</output> : null}
        {desk.notice === 'not-answered' ? <output>{words.notAnswered}</output> : null}
        {desk.notice === 'missed' ? <output>{atPhone ? phone.missed : words.missed}</output> : null}
        {desk.notice === 'with-charity' ? <output>{charity.passed}</output> : null}
        {campaign.trial ? (
          <div className="waiting-trial">
            <button
              type="button"
              className="key key-first"
              disabled={!free}
              onClick={() => void session.callMe()}
            >
              {words.callMe}
            </button>
            <p>{words.callMeHelp}</p>
          </div>
        ) : null}
        <BreakReasons />
        <Aside />
      </section>
      <section className="waiting-learn" aria-labelledby="learn-title">
        <h2 id="learn-title">{words.learn}</h2>
        <ul>
          <li>{words.learnAmount}</li>
          <li>{words.learnEnter}</li>
          <li>{words.learnSave}</li>
          <li>{atPhone ? phone.learnHangUp : words.learnHangUp}</li>
          <li>{words.learnCard}</li>
        </ul>
        <button type="button" className="key" disabled={free} onClick={() => setAsked(true)}>
          {atPhone ? phone.again : headset.again}
        </button>
        <PassHint />
      </section>
    </div>
  );
}
