import { unreachable, type CallId } from '@pledgeline/core';
import type { Turn } from './turn.ts';

/** [CAL-12] Calls that are over for everybody but the carrier, whose ACK the BYE must wait for. */
export const isReleasing = ({ exchange }: Turn, call: CallId): boolean =>
  exchange.releasing.momentOf(call) !== null;

export function stepReleasing(
  turn: Turn,
  kind: 'cancelled' | 'acknowledged' | 'caller-hung-up' | 'caller-lost',
  call: CallId,
): void {
  switch (kind) {
    case 'acknowledged':
    case 'caller-lost':
      return release(turn, call);
    case 'caller-hung-up':
      turn.exchange.releasing.remove(call);
      break;
    case 'cancelled':
      break;
    default:
      return unreachable(kind);
  }
}

/** RFC 3261 §15: the BYE may go once the ACK is not to be expected any more. */
export function releaseDue(turn: Turn): void {
  const { releasing } = turn.exchange;
  for (let first = releasing.first(); first !== null && first.at <= turn.now; first = releasing.first())
    release(turn, first.id);
}

function release(turn: Turn, call: CallId): void {
  turn.exchange.releasing.remove(call);
  turn.effects.push({ kind: 'release', call });
}
