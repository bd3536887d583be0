import type { Negotiated } from '../offer-answer/media.ts';
import { isCompatible } from '../offer-answer/negotiate.ts';
import type { Leg, Run } from './state.ts';

/** What the peer says of its sound where nobody asked for a change: the shell hears what is new in it. */
export function takeMedia(
  run: Run,
  leg: Leg,
  { media, sdp }: { readonly media: Negotiated; readonly sdp: string },
): void {
  const was = leg.media;
  leg.media = media;
  if (was === null || !isCompatible(was, media)) run.effects.push({ kind: 'modified', leg: leg.id, sdp });
  else tellDirection(run, leg, was, media);
}

/** [AGN-7] Holds and their ends are told once each. */
export function tellDirection(run: Run, leg: Leg, was: Negotiated | null, { direction }: Negotiated): void {
  if (direction !== was?.direction) run.effects.push({ kind: 'direction', leg: leg.id, direction });
}
