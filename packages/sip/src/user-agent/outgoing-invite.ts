import type { Instant } from '@pledgeline/core';
import type { Dialog } from '../dialog/dialog.ts';
import { branchOf } from '../grammar/via.ts';
import { sequenceOf, topVia, type Header, type SipRequest } from '../message/message.ts';
import { writeMessage } from '../message/write.ts';
import { inviteClient } from '../transaction/invite-client.ts';
import type { Flow } from '../transport/flow.ts';
import { isAuthorization } from '../digest/answering.ts';
import { withKnownAnswers, type Claim } from './claims.ts';
import { keep, send, transportOf } from './drive.ts';
import { withVia } from './outgoing-message.ts';
import type { InviteClient, Run } from './state.ts';
import type { LegId } from './types.ts';

interface OutgoingInvite {
  /** With its Via. */
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly leg: LegId;
  readonly within: Dialog | null;
  readonly giveUpAt: Instant | null;
  /** What a challenge is answered with. */
  readonly claim?: Claim;
}

/** Sends an INVITE, the first or a later one of its call; the key of its transaction. */
export function startInvite(
  run: Run,
  { request, flow, leg, within, giveUpAt, claim }: OutgoingInvite,
): string {
  const via = topVia(request);
  const key = `client|${via === null ? '' : branchOf(via)}|INVITE`;
  const { state, effects } = inviteClient(writeMessage(request), run.now, transportOf(run, flow));
  for (const effect of effects) if (effect.kind === 'send') send(run, flow, effect.wire);
  keep(run, {
    role: 'invite-client',
    key,
    flow,
    request,
    state,
    leg,
    within,
    ack: null,
    said: sequenceOf(request)?.number ?? 1,
    giveUpAt,
    scheduled: null,
    ...(claim && { claim }),
  });
  return key;
}

/** The INVITE of a call again that was refused, with other headers and the next CSeq (RFC 3261 §8.1.3.5). */
export function sayInviteAgain(run: Run, refused: InviteClient, headers: readonly Header[]): string {
  const number = (sequenceOf(refused.request)?.number ?? 1) + 1;
  const changed = [{ name: 'cseq', value: `${number} INVITE` }, ...headers];
  const kept = refused.request.headers.filter(
    (each) =>
      each.name !== 'via' && !isAuthorization(each) && !changed.some(({ name }) => each.name === name),
  );
  const { flow, leg, within, giveUpAt, claim } = refused;
  const plain = { ...refused.request, headers: [...kept, ...changed] };
  // A nonce is counted anew with each request.
  const request = withVia(run, claim === undefined ? plain : withKnownAnswers(run, plain, claim), flow);
  return startInvite(run, { request, flow, leg, within, giveUpAt, ...(claim && { claim }) });
}
