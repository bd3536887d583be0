import type { Refusal } from '../app/call.ts';
import type { Outcome } from './queue.ts';

/** Refused is what saying it again cannot change; everything else is tried until it is answered. */
export function outcomeOf(refusal: Refusal): Outcome {
  if (refusal.kind === 'unreachable') return { kind: 'later' };
  const { fault, fields } = refusal;
  const lasting = fault === 'BAD_INPUT' || fault === 'CARD_NUMBER' || fault === 'PLEDGE_OF_ANOTHER';
  return lasting ? { kind: 'refused', fault, fields } : { kind: 'later' };
}
