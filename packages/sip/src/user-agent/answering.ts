import { NO_BODY, tagIn, topVia, type Header, type SipRequest } from '../message/message.ts';
import type { Answer } from '../message/respond.ts';
import { inviteServer } from '../transaction/invite-server.ts';
import { originKey, serverKey } from '../transaction/match.ts';
import { server } from '../transaction/server.ts';
import { responseFlow } from '../transport/via-received.ts';
import type { Flow } from '../transport/flow.ts';
import { feedInviteServer, feedServer, keep, send } from './drive.ts';
import { writeResponse } from './outgoing-message.ts';
import type { InviteServer, Run, Theirs } from './state.ts';
import { named } from './tokens.ts';
import type { LegId } from './types.ts';

/** A request with all that answering it needs. */
export interface Asked {
  readonly request: SipRequest;
  /** What it came on. */
  readonly flow: Flow;
  /** Where its responses go. */
  readonly replyTo: Flow;
  /** Its server transaction's. */
  readonly key: string;
  /** Its `originKey`. */
  readonly origin: string;
}

/** null: no Via to answer to. */
export function asked(request: SipRequest, flow: Flow): Asked | null {
  const via = topVia(request);
  if (via === null) return null;
  const key = serverKey(request, via, request.method);
  return { request, flow, replyTo: responseFlow(via, flow), key, origin: originKey(request) };
}

/** The tag of an answer for which nothing is kept: the same each time the same is asked. */
export const statelessTag = (run: Run, { key }: Asked): string => named(run.state.tokens, `to ${key}`);

/** Answers without a transaction: malformed requests and more of them than can be kept. */
export function answerStateless(run: Run, ask: Asked, answer: Omit<Answer, 'toTag'>): void {
  const toTag = statelessTag(run, ask);
  send(run, ask.replyTo, writeResponse(run, ask.request, ask.flow, { ...answer, toTag }));
}

/** Answers finally, in a transaction of its own. INVITE's are sent again until the ACK. */
export function answerAtOnce(
  run: Run,
  ask: Asked,
  answer: Omit<Answer, 'toTag'> & { readonly toTag?: string },
): void {
  const toTag = answer.toTag ?? statelessTag(run, ask);
  const wire = writeResponse(run, ask.request, ask.flow, { ...answer, toTag });
  const input = { kind: 'respond', status: answer.status, wire } as const;
  if (ask.request.method === 'INVITE') feedInviteServer(run, openInvite(run, ask, null), input);
  else {
    const { key, origin, replyTo: flow } = ask;
    const transaction = { role: 'server' as const, key, flow, origin, state: server, scheduled: null };
    keep(run, transaction);
    feedServer(run, transaction, input);
  }
}

/** A server transaction for an INVITE that is to be answered later. */
export function openInvite(run: Run, ask: Asked, leg: LegId | null): InviteServer {
  const transaction: InviteServer = {
    role: 'invite-server',
    key: ask.key,
    flow: ask.replyTo,
    origin: ask.origin,
    request: { ...ask.request, body: NO_BODY },
    state: inviteServer,
    leg,
    scheduled: null,
  };
  keep(run, transaction);
  return transaction;
}

/** A server transaction for another request that is to be answered later. */
export function openServer(run: Run, ask: Asked): void {
  const { key, origin, replyTo: flow } = ask;
  keep(run, { role: 'server', key, flow, origin, state: server, scheduled: null });
}

export interface InviteAnswer {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
}

export function respondIn(
  run: Run,
  transaction: InviteServer,
  toTag: string,
  answer: InviteAnswer,
): { readonly wire: Uint8Array<ArrayBuffer>; readonly request: SipRequest } {
  const { request, flow } = transaction;
  const wire = writeResponse(run, request, flow, { ...answer, toTag });
  feedInviteServer(run, transaction, { kind: 'respond', status: answer.status, wire });
  return { wire, request };
}

/** The answer to an offer that waited for the shell; null: its transaction is gone. */
export function answerTheirs(
  run: Run,
  theirs: Theirs,
  answer: Omit<InviteAnswer, 'toTag'>,
): Uint8Array<ArrayBuffer> | null {
  const transaction = run.state.transactions.get(theirs.transaction);
  const toTag = tagIn(theirs.request, 'to') ?? '';
  if (transaction?.role === 'invite-server') return respondIn(run, transaction, toTag, answer).wire;
  if (transaction?.role !== 'server') return null;
  const wire = writeResponse(run, theirs.request, theirs.flow, { ...answer, toTag });
  feedServer(run, transaction, { kind: 'respond', status: answer.status, wire });
  return wire;
}
