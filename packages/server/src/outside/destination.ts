import { outsideFault, readPhone, type OutsideRefused } from '@pledgeline/contract';
import { failed, ok, type CampaignId, type Result } from '@pledgeline/core';
import type { OutsideBook } from './book.ts';

/** Whom to ring: an entry of the campaign's list, or the caller himself. No number is ever said from outside. */
export type OutsideTo = { readonly kind: 'listed'; readonly id: string } | { readonly kind: 'caller' };

/**
 * [TEL-61] The number that may be rung now, whatever was allowed when it was listed. `caller` is the number of whom the
 * call came from; null: it was withheld, or none came.
 */
export function destinationOf(
  book: Pick<OutsideBook, 'campaign' | 'isOwnLine'>,
  campaign: CampaignId | null,
  { to, caller }: { readonly to: OutsideTo; readonly caller: string | null },
): Result<string, OutsideRefused> {
  const found = campaign === null ? null : book.campaign(campaign);
  if (found === null) return failed('no-such-campaign');
  const number = to.kind === 'listed' ? null : readPhone(caller ?? '');
  if (to.kind === 'caller' && !found.rules.callbacks) return failed('callbacks-off');
  if (number !== null && !number.ok) return failed('no-number');
  const entry = to.kind === 'listed' ? found.numbers.find(({ id }) => id === to.id) : undefined;
  const wanted =
    number === null
      ? entry?.transfer === true || entry?.listeners === true
        ? entry.number
        : null
      : number.value;
  if (wanted === null) return failed('not-listed');
  const fault = outsideFault(wanted, found.rules.prefixes);
  if (fault !== null) return failed(fault === 'OUTSIDE_COSTLY' ? 'costly' : 'country');
  return book.isOwnLine(wanted) ? failed('own-line') : ok(wanted);
}
