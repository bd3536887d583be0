import type { Exchange } from '@pledgeline/calls';
import type { CallId } from '@pledgeline/core';
import { Desks } from '../distribution/desks.ts';
import type { SeatNames } from '../distribution/seat-names.ts';
import type { CallerBook } from './caller-book.ts';
import type { DraftKeys } from './draft-keys.ts';
import type { TelephonyDeps } from './telephony.ts';

interface DeskKnowledge {
  readonly exchange: () => Exchange;
  readonly callers: CallerBook;
  readonly drafts: DraftKeys;
  readonly lineNumberOf: (call: CallId) => string;
  readonly names: SeatNames;
}

/** The desks' screens, with what they are to know of calls, callers and colleagues. */
export const openDesks = (
  { live, clock, outside }: Pick<TelephonyDeps, 'live' | 'clock' | 'outside'>,
  { exchange, callers, drafts, lineNumberOf, names }: DeskKnowledge,
): Desks =>
  new Desks({
    exchange,
    callerOf: (call) => callers.of(call),
    draftKeyFor: (call, agent) => drafts.give(call, agent),
    lineNumberOf,
    nameOf: (asked) =>
      asked.kind === 'agent'
        ? names.of(asked.agent)
        : // Taken off the list in mid-call: no name is better than an id.
          { name: outside.nameOf(asked.to) ?? '', positionNumber: null },
    toDesk: (agent, event) => live.toDesk(agent, event),
    dropPast: () => live.dropPast(),
    now: clock,
  });
