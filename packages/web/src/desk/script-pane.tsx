import type { Campaign, ScriptStep } from '@pledgeline/contract';
import { useSentences } from '../language/use-sentences.tsx';
import { french } from '../language/french.ts';
import { english } from '../language/english.ts';
import { BarKeys } from './bar-keys.tsx';
import { centsOf } from './amount.ts';
import type { Form } from './form.ts';
import { scriptAt } from './order.ts';
import { useSession } from './use-session.ts';

/** What to say now. It follows the field in which the volunteer is; what is read aloud looks different from what is not. */
export function ScriptPane({ form, campaign }: { readonly form: Form; readonly campaign: Campaign }) {
  const { view } = useSession();
  const { script: words } = useSentences();
  const { script, focus } = view.desk;
  if (view.desk.noListener) return <NoListener campaign={campaign} language={form.language} />;
  if (script === 'card') return <CardWarning language={form.language} />;
  const places = script === 'hoax' ? (['hoax'] as const) : placesOf(form, focus);
  const steps = campaign.script[form.language].filter((step) => places.includes(step.at));
  // Also beside the thanks: whoever saved from the middle of the form has not come by the read-back.
  const informs = script !== 'hoax' && places.some((place) => place === 'read-back' || place === 'thanks');
  return (
    // A long text scrolls here, by keyboard too; the desk itself never does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="script" aria-label={words.title} tabIndex={0}>
      {steps.length === 0 && !informs ? <p className="note">{words.none}</p> : null}
      {steps.map((step) => (
        <Step key={step.id} step={step} language={form.language} />
      ))}
      {script === 'hoax' ? <BarKeys /> : null}
      {informs ? (
        <div className="say say-small" lang={form.language}>
          <p className="unseen">{words.say}</p>
          <p>{campaign.information.text[form.language]}</p>
        </div>
      ) : null}
    </section>
  );
}

const placesOf = (form: Form, focus: Parameters<typeof scriptAt>[0]): readonly ScriptStep['at'][] =>
  form.saving.kind === 'saved' ? ['thanks'] : scriptAt(focus, centsOf(form.amount) !== null);

function Step({ step, language }: { readonly step: ScriptStep; readonly language: 'fr' | 'en' }) {
  const { script: words } = useSentences();
  return (
    <>
      <blockquote className="say" lang={language}>
        <p className="unseen">{words.say}</p>
        <p>{step.say}</p>
      </blockquote>
      {step.note === undefined ? null : (
        <p className="note">
          <b>{words.note}</b> {step.note}
        </p>
      )}
    </>
  );
}

/** [CHW-3] The campaign's own words come first; where it has none, ours. */
function NoListener({ campaign, language }: { readonly campaign: Campaign; readonly language: 'fr' | 'en' }) {
  const { charity: words } = useSentences();
  const steps = campaign.script[language].filter(({ at }) => at === 'charity');
  const said = language === 'fr' ? french.charity.say : english.charity.say;
  const own: ScriptStep = { id: 'charity', at: 'charity', say: said(campaign.charity) };
  return (
    <section className="script" aria-label={words.noListener} role="alert">
      <p className="script-card-title">{words.noListener}</p>
      {(steps.length === 0 ? [own] : steps).map((step) => (
        <Step key={step.id} step={step} language={language} />
      ))}
      <p className="note">{words.again}</p>
    </section>
  );
}

/** The sentence is said in the donor's language, whatever the volunteer's screen speaks. */
function CardWarning({ language }: { readonly language: 'fr' | 'en' }) {
  const { card } = useSentences();
  const said = language === 'fr' ? french.card.say : english.card.say;
  return (
    <div className="script script-card" role="alert">
      <p className="script-card-title">{card.title}</p>
      <blockquote className="say" lang={language}>
        <p>{said}</p>
      </blockquote>
      <p className="note">{card.note}</p>
    </div>
  );
}
