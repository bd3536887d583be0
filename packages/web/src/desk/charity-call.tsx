import type { Campaign, DeskCall } from '@pledgeline/contract';
import { useLayoutEffect, useRef } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { KEYS } from './keys.ts';
import { whenPainted } from './painted.ts';
import { useSession } from './use-session.ts';

interface CharityCallProps {
  readonly call: DeskCall;
  readonly campaign: Campaign;
}

/** [CHW-5] What a listener of the charity sees: that somebody is there, in which language, and nothing to write in. */
export function CharityCall({ call, campaign }: CharityCallProps) {
  const { session } = useSession();
  const { charity: words, call: callWords } = useSentences();
  const title = useRef<HTMLHeadingElement>(null);
  const offered = call.state === 'offered';
  const { id } = call;
  useLayoutEffect(() => title.current?.focus(), []);
  useLayoutEffect(
    () => (offered ? whenPainted(() => session.formShown(id)).cancel : undefined),
    [offered, id, session],
  );
  return (
    <div className="waiting">
      <section className="waiting-now" aria-labelledby="charity-title">
        <p className="waiting-campaign">
          {campaign.charity} · {campaign.name}
        </p>
        <h1 id="charity-title" ref={title} tabIndex={-1}>
          {words.title}
        </h1>
        <p>{words.spoken[call.language]}</p>
        <p>{words.nothingKnown}</p>
        <p>{words.nothingKept}</p>
        <output>{call.state === 'ended' ? words.over : ''}</output>
        <button
          type="button"
          className="key key-hang-up"
          disabled={call.state !== 'talking'}
          onClick={() => void session.hangUp()}
        >
          {callWords.hangUp} <kbd>{KEYS.hangUp}</kbd>
        </button>
      </section>
    </div>
  );
}
