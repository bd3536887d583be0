import type { Totals } from '@pledgeline/contract';
import { Title } from '@mantine/core';
import { Failure } from '../app/failures.tsx';
import { clockTime, money, wholeMoney } from '../language/money.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { useClimbing } from './use-climbing.ts';
import { useTotals } from './use-totals.ts';
import './totals.css';

/** Three figures that are never one: what was said, what may be shown, what arrived. */
export function TotalsScreen() {
  const { totals, error, link } = useTotals();
  const { language, sentences } = useSpoken();
  const words = sentences.totals;
  return (
    <div className="totals">
      <div className="totals-head">
        <Title order={1}>{words.title}</Title>
        <output data-lost={link === 'lost'}>
          {link === 'lost'
            ? words.lost
            : totals === undefined
              ? ''
              : words.asOf(clockTime(totals.asOf, language))}
        </output>
      </div>
      <Failure error={totals === undefined ? error : null} />
      {totals === undefined ? null : <Figures totals={totals} />}
      {totals === undefined ? null : <Latest latest={totals.latest} />}
    </div>
  );
}

function Figures({ totals }: { readonly totals: Totals }) {
  const { sentences } = useSpoken();
  const words = sentences.totals;
  return (
    <section className="figures" aria-label={words.title}>
      <Figure
        kind="promised"
        label={words.promised}
        cents={totals.promisedCents}
        note={words.pledges(totals.promisedCount)}
      />
      <Figure kind="on-air" label={words.onAir} cents={totals.onAirCents} note={words.onAirHelp} />
      <Figure
        kind="paid"
        label={words.paid}
        cents={totals.paidCents}
        note={words.payments(totals.paidCount)}
      />
    </section>
  );
}

interface FigureProps {
  readonly kind: 'promised' | 'on-air' | 'paid';
  readonly label: string;
  readonly cents: number;
  readonly note: string;
}
function Figure({ kind, label, cents, note }: FigureProps) {
  const { language } = useSpoken();
  const shown = useClimbing(cents);
  return (
    <div className="figure" data-kind={kind}>
      <h2 className="figure-label">{label}</h2>
      {/* What climbs is for the eye; a screen reader is told the value itself. */}
      <p className="figure-value" aria-hidden="true">
        {wholeMoney(shown, language)}
      </p>
      <p className="unseen">{wholeMoney(cents, language)}</p>
      <p className="figure-note">{note}</p>
    </div>
  );
}

function Latest({ latest }: { readonly latest: Totals['latest'] }) {
  const { language, sentences } = useSpoken();
  const words = sentences.totals;
  return (
    <section className="latest" aria-labelledby="latest-title">
      <h2 id="latest-title">{words.latest}</h2>
      {latest.length === 0 ? <p>{words.none}</p> : null}
      <ol>
        {latest.map((pledge) => (
          <li key={pledge.id}>
            <b>{money(pledge.amountCents, language)}</b>
            <span>{pledge.frequency === 'monthly' ? words.monthly : ''}</span>
            <span>
              {pledge.positionNumber === null ? words.keypad : words.position(pledge.positionNumber)}
            </span>
            <span className="latest-paid">{pledge.paid ? words.paidMark : ''}</span>
            <time dateTime={pledge.savedAt}>{clockTime(pledge.savedAt, language)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
