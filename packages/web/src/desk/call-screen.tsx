import type { Campaign } from '@pledgeline/contract';
import { useLayoutEffect } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { BudgetLine } from './budget-line.tsx';
import { CallerStrip } from './caller-strip.tsx';
import { canComplete, canHandOver } from './desk.ts';
import type { Form } from './form.ts';
import { KEYS } from './keys.ts';
import { whenPainted } from './painted.ts';
import { PledgeFields } from './pledge-fields.tsx';
import { ScriptPane } from './script-pane.tsx';
import { ConsultationKeys } from './consultation-keys.tsx';
import { HoaxKey } from './hoax-key.tsx';
import { HandOverPanel } from './hand-over-panel.tsx';
import { focusField, useSession } from './use-session.ts';

/** A call and its form. It stays until the form is saved or cleared by hand, whatever becomes of the call. */
export function CallScreen({ form, campaign }: { readonly form: Form; readonly campaign: Campaign }) {
  const { session, view } = useSession();
  const { call: words, script } = useSentences();
  const { call } = view.desk;
  const offered = call !== null && call.state === 'offered' ? call.id : null;
  useLayoutEffect(() => focusField('amount'), []);
  useLayoutEffect(() => {
    if (offered === null) return undefined;
    return whenPainted(() => session.formShown(offered)).cancel;
  }, [offered, session]);
  return (
    <div className="call">
      <BudgetLine connectedAt={call?.connectedAt ?? null} running={call?.state === 'talking'} />
      <section className="call-form" aria-labelledby="call-title">
        <h1 id="call-title" className="unseen">
          {words.form}
        </h1>
        <CallerStrip form={form} />
        <PledgeFields form={form} campaign={campaign} />
      </section>
      <aside className="call-side" aria-label={script.title}>
        {view.desk.handing ? <HandOverPanel /> : <ScriptPane form={form} campaign={campaign} />}
        <ConsultationKeys />
        <CallKeys />
      </aside>
    </div>
  );
}

/** Far from the form and large: nobody ends a call by accident. */
function CallKeys() {
  const { session, view } = useSession();
  const { call: words, handOver, charity } = useSentences();
  const { call, handing, noListener } = view.desk;
  const on = call !== null && call.state !== 'ended';
  return (
    <div className="call-keys">
      <HoaxKey />
      <button
        type="button"
        className="key"
        aria-pressed={handing}
        disabled={!canHandOver(call) && !canComplete(call)}
        onClick={() => void session.handOverKey()}
      >
        {handOver.key} <kbd>{KEYS.handOver}</kbd>
      </button>
      <button
        type="button"
        className="key"
        disabled={!canHandOver(call)}
        onClick={() => void session.charityKey()}
      >
        {noListener ? charity.endKey : charity.key} <kbd>{KEYS.charity}</kbd>
      </button>
      <button type="button" className="key key-hang-up" disabled={!on} onClick={() => void session.hangUp()}>
        {words.hangUp} <kbd>{KEYS.hangUp}</kbd>
      </button>
    </div>
  );
}
