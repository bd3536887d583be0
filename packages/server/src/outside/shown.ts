import type { OutsideCall } from '@pledgeline/calls';
import type { Outside } from '@pledgeline/contract';
import type { Instant, TrunkId } from '@pledgeline/core';
import type { TrunkBook } from '../trunks/book.ts';
import type { OutsideBook } from './book.ts';

const STATES = { trying: 'calling', reached: 'calling', ringing: 'ringing', talking: 'talking' } as const;

interface Known {
  readonly book: OutsideBook;
  readonly trunks: TrunkBook;
  readonly to: string | null;
  readonly trunk: TrunkId | null;
  readonly placedAt: Instant;
}

/** An outside call as the screen shows it: by the name of whom it rings, and never by a number. */
export function shownCall(
  { leg, campaign, place }: OutsideCall,
  { book, trunks, to, trunk, placedAt }: Known,
): Outside['calls'][number] {
  const entry = book.campaign(campaign)?.numbers.find(({ id }) => id === to);
  return {
    id: leg,
    to: to === null ? null : (entry?.name ?? ''),
    since: new Date(place.kind === 'talking' ? place.since : placedAt).toISOString(),
    state: STATES[place.kind],
    trunk: trunk === null ? '' : (trunks.get(trunk)?.name ?? ''),
  };
}
