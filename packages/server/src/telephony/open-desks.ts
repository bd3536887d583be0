import type { Exchange } from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import { Desks } from '../distribution/desks.ts';
import type { SeatNames } from '../distribution/seat-names.ts';
import type { CallerBook } from './caller-book.ts';
import type { TelephonyDeps } from './telephony.ts';

interface DeskKnowledge {
  readonly exchange: () => Exchange;
  readonly callers: CallerBook;
  readonly lineNumberOf: (call: CallId) => string;
  readonly names: SeatNames;
}

/** The desks' screens, with what they are to know of calls, callers and colleagues. */
export const openDesks = (
  { live, clock }: Pick<TelephonyDeps, 'live' | 'clock'>,
  { exchange, callers, lineNumberOf, names }: DeskKnowledge,
): Desks =>
  new Desks({
    exchange,
    callerOf: (call) => callers.of(call),
    lineNumberOf,
    // The campaign's name of somebody outside is for whoever places calls there to say.
    nameOf: (asked) =>
      asked.kind === 'agent' ? names.of(asked.agent) : { name: asked.to, positionNumber: null },
    toDesk: (agent, event) => live.toDesk(agent, event),
    now: clock,
  });
