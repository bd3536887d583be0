import { Line, playEvening } from '@pledgeline/interop';
import { percentile } from './call/percentile.ts';

/** An hour of 480 calls at 15 positions, pressed into ten minutes, with two moments on air. */
const CALLS = 480;
const EVENING_MS = 600_000;

/** @throws where a call was lost, or a cent. */
async function run(): Promise<Record<string, number>> {
  const line = await Line.start();
  try {
    const { faults, donors, served, totals } = await playEvening(line, { calls: CALLS, ms: EVENING_MS });
    const promisedCents = donors.reduce((sum, { cents }) => sum + cents, 0);
    const waits = donors.map(({ invitedAt, answeredAt }) => (answeredAt ?? Number.NaN) - invitedAt);
    const figures = {
      calls: donors.length,
      served: served.size,
      refused: donors.filter(({ refused }) => refused !== null).length,
      faults: faults.length,
      promisedCents,
      totalCents: totals.promisedCents,
      answeredAfterMsP50: percentile(waits, 0.5),
      answeredAfterMsMost: percentile(waits, 1),
    };
    const isWhole = served.size === CALLS && totals.promisedCents === promisedCents && faults.length === 0;
    if (!isWhole)
      throw new Error(`a call or a cent was lost:\n${describe(figures)}\n${faults.slice(0, 5).join('\n')}`);
    return figures;
  } finally {
    await line.end();
  }
}

const describe = (figures: Readonly<Record<string, number>>): string =>
  [
    `An hour of ${CALLS} calls at 15 positions in ten minutes, real SIP and pledges.`,
    ...Object.entries(figures).map(([name, value]) => `  ${name.padEnd(22)} ${Math.round(value)}`),
    'Aim: all served, none refused, totals equal to the cent, nobody unanswered beyond the bound of 10 s.',
  ].join('\n');

export default { name: 'served', run, describe };
