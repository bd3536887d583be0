import { unreachable } from '@pledgeline/core';
import { parseReplaces } from '../dialog/replaces.ts';
import { headerValues, type SipRequest } from '../message/message.ts';
import { legOf } from './legs.ts';
import type { UserAgentState } from './state.ts';
import type { LegId } from './types.ts';

type Replaced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'leg'; readonly leg: LegId }
  | { readonly kind: 'refused'; readonly status: number };

/** [RPL-1] RFC 3891 §3: which call of ours an INVITE wants to take the place of. */
export function replacedBy(state: UserAgentState, invite: SipRequest): Replaced {
  const values = headerValues(invite, 'replaces');
  if (values.length === 0) return { kind: 'nothing' };
  const named = values.length > 1 ? null : parseReplaces(values[0]!);
  if (named === null) return { kind: 'refused', status: 400 };
  const leg = legOf(state, named);
  if (leg === null) return { kind: 'refused', status: 481 };
  switch (leg.phase.kind) {
    case 'calling':
      return { kind: 'leg', leg: leg.id };
    case 'up':
    case 'unacknowledged':
      // [RPL-2] It was answered meanwhile: the caller wanted to be first.
      return named.earlyOnly ? { kind: 'refused', status: 486 } : { kind: 'leg', leg: leg.id };
    case 'ringing':
      // A call that comes in and rings can be taken by nobody from outside.
      return { kind: 'refused', status: 481 };
    case 'ending':
      return { kind: 'refused', status: 603 };
    default:
      return unreachable(leg.phase);
  }
}
