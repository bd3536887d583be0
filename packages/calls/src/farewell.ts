import { unreachable, type CallId } from '@pledgeline/core';
import type { Call, CallSignal, EndReason, RefuseStatus } from './call.ts';
import type { ReleaseLater } from './call-input.ts';
import type { ExchangeEffect } from './exchange.ts';

/** What the carrier is told when a call ends, by how far the call had come. */
interface Farewell {
  /** Before our 200; null: the SIP layer has answered the INVITE, or nobody is there to be answered. */
  readonly ringing: RefuseStatus | null;
  /** After our 200. */
  readonly answered: 'nothing' | 'bye' | 'bye-without-ack';
}

/** [CAL-3] Why each status, and not its neighbours, is in SPEC.md. */
const FAREWELLS: Readonly<Record<EndReason, Farewell>> = {
  // RFC 3261 §15.1.2: a BYE before the final response leaves the INVITE to be answered, with 487.
  caller: { ringing: 487, answered: 'nothing' },
  agent: { ringing: 480, answered: 'bye' },
  // §13.3.1.4: where no ACK came, the session is ended by a BYE all the same.
  'caller-lost': { ringing: null, answered: 'bye-without-ack' },
  'caller-silent': { ringing: 480, answered: 'bye' },
  cancelled: { ringing: null, answered: 'bye' },
  'line-closed': { ringing: 480, answered: 'bye' },
  barred: { ringing: 480, answered: 'bye' },
  'line-full': { ringing: 486, answered: 'bye' },
  'callback-dropped': { ringing: null, answered: 'bye' },
  'sound-refused': { ringing: 488, answered: 'bye' },
  'sound-lost': { ringing: 500, answered: 'bye' },
};

export function farewell(call: Call, reason: EndReason): readonly (ExchangeEffect | ReleaseLater)[] {
  const { ringing, answered } = FAREWELLS[reason];
  if (call.signal.kind === 'ringing')
    return ringing === null ? [] : [{ kind: 'refuse', call: call.call, status: ringing }];
  // The leg that he has now, if any, is let go of with all that the call has beside.
  if (answered === 'nothing' || call.signal.kind === 'gone' || call.signal.kind === 'called-back') return [];
  if (answered === 'bye-without-ack') return [{ kind: 'release', call: call.call }];
  return [bye(call.call, call.signal)];
}

function bye(
  call: CallId,
  signal: CallSignal & { kind: 'answered' | 'acknowledged' },
): ExchangeEffect | ReleaseLater {
  switch (signal.kind) {
    case 'acknowledged':
      return { kind: 'release', call };
    case 'answered':
      // [CAL-12] RFC 3261 §15: the callee must not send a BYE before the ACK of its 200.
      return { kind: 'release-later', call, by: signal.ackBy };
    default:
      return unreachable(signal);
  }
}
