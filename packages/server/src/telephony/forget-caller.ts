import { confidentialCalls } from '@pledgeline/calls';
import type { AgentId, CallId } from '@pledgeline/core';
import type { UserAgentInput } from '@pledgeline/sip';
import type { Desks } from '../distribution/desks.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import type { Trace } from '../trace/trace.ts';
import type { CallerBook } from './caller-book.ts';
import type { DraftKeys } from './draft-keys.ts';
import { legOf } from './leg-names.ts';
import type { Assembly } from './assembly.ts';

/** Everything that knows who calls. docs/decisions/0085 lists each place, and what becomes of it. */
export interface Knowing {
  readonly callers: Pick<CallerBook, 'forget'>;
  readonly drafts: Pick<DraftKeys, 'destroy'>;
  readonly desks: Pick<Desks, 'forget'>;
  readonly outside: Pick<OutsideCalls, 'forgetCaller'>;
  readonly trace: Pick<Trace, 'forget'> | null;
  readonly toUserAgent: (input: UserAgentInput) => void;
}

/**
 * [CHA-1] From here on nobody knows who calls. The dialog and whatever else the call goes on with is sealed under a new
 * key; the keeper takes that one in the place of the old one, in one stroke.
 */
export function forgetCaller(knowing: Knowing, call: CallId): void {
  const { callers, drafts, desks, outside, trace, toUserAgent } = knowing;
  trace?.forget(call);
  callers.forget(call, () => {
    toUserAgent({ kind: 'withhold', leg: legOf(call) });
    outside.forgetCaller(call);
  });
  const agents: readonly AgentId[] = drafts.destroy(call);
  desks.forget(call, agents);
}

/** [CHA-3] A crash came between the order to forget and its end: it is done again, before anybody is heard. */
export function forgetAgain(line: Assembly, trace: Trace | null): void {
  const toUserAgent = (input: UserAgentInput): void => line.userAgent.feed(input);
  for (const call of confidentialCalls(line.exchange.state).keys())
    forgetCaller({ ...line, trace, toUserAgent }, call);
}
