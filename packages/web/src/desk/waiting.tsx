import type { Campaign } from '@pledgeline/contract';
import { useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { Aside } from './aside.tsx';
import { HeadsetCheck } from './headset-check.tsx';
import { useSession } from './use-session.ts';

/** Between the calls: the headset, what there is to know, and the key for a test call. */
export function Waiting({ campaign }: { readonly campaign: Campaign }) {
  const { session, view } = useSession();
  const { waiting: words, headset } = useSentences();
  const [checking, setChecking] = useState(false);
  const { desk, sound } = view;
  const free = desk.status.kind === 'free';
  const fine = sound.kind === 'open' || sound.kind === 'reopening';
  if (checking || (!fine && !free))
    return <HeadsetCheck done={() => setChecking(false)} begun={() => setChecking(true)} />;
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
          {free ? words.titleFree : words.titleAway}
        </p>
        {desk.notice === 'caller-gone' ? <p role="status">{words.callerGone}</p> : null}
        {desk.notice === 'missed' ? <p role="status">{words.missed}</p> : null}
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
        <Aside />
      </section>
      <section className="waiting-learn" aria-labelledby="learn-title">
        <h2 id="learn-title">{words.learn}</h2>
        <ul>
          <li>{words.learnAmount}</li>
          <li>{words.learnEnter}</li>
          <li>{words.learnSave}</li>
          <li>{words.learnHangUp}</li>
          <li>{words.learnCard}</li>
        </ul>
        <button type="button" className="key" disabled={free} onClick={() => setChecking(true)}>
          {headset.again}
        </button>
      </section>
    </div>
  );
}
