import type { SipRequest } from '../message/message.ts';
import { topVia } from '../message/message.ts';
import type { Answer } from '../message/respond.ts';
import { inviteServer } from '../transaction/invite-server.ts';
import { originKey, serverKey } from '../transaction/match.ts';
import { server } from '../transaction/server.ts';
import { responseFlow } from '../transport/via-received.ts';
import type { Flow } from '../transport/flow.ts';
import { feedInviteServer, feedServer, keep, send } from './drive.ts';
import { writeResponse } from './outgoing-message.ts';
import type { InviteServer, Run } from './state.ts';
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
}

/** null: no Via to answer to. */
export function asked(request: SipRequest, flow: Flow): Asked | null {
  const via = topVia(request);
  if (via === null) return null;
  return { request, flow, replyTo: responseFlow(via, flow), key: serverKey(request, via, request.method) };
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
    const { key, replyTo: flow } = ask;
    const origin = originKey(ask.request);
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
    origin: originKey(ask.request),
    request: { ...ask.request, body: new Uint8Array() },
    state: inviteServer,
    leg,
    scheduled: null,
  };
  keep(run, transaction);
  return transaction;
}
