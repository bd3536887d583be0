import { after, assert } from '@pledgeline/core';
import { dialogKey, uacDialog, type Dialog } from '../dialog/dialog.ts';
import { ackOf2xx } from '../dialog/request.ts';
import { isAuthorization } from '../digest/answering.ts';
import { encodeText } from '../grammar/octets.ts';
import { isToken } from '../grammar/token.ts';
import { parseUri } from '../grammar/uri.ts';
import { branchOf } from '../grammar/via.ts';
import { LIMITS } from '../limits.ts';
import { headerName } from '../message/header-names.ts';
import {
  sequenceOf,
  tagIn,
  topVia,
  type Header,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { isOneLine, writeMessage } from '../message/write.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { ackOfRefusal, cancelOf } from '../transaction/invite-client-requests.ts';
import { inviteClient } from '../transaction/invite-client.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import type { Flow } from '../transport/flow.ts';
import { answerChallenge, newClaim, withKnownAnswers, type Claim } from './claims.ts';
import { feedInviteClient, keep, remove, send, transportOf } from './drive.ts';
import { flowFor, sayByeIn, startClient } from './ending.ts';
import { enter, keepLeg, removeLeg } from './legs.ts';
import { ALLOW, contact, SDP_TYPE, withVia } from './outgoing-message.ts';
import { tellDialog } from './snapshot.ts';
import type { InviteClient, Leg, Phase, Run } from './state.ts';
import { token } from './tokens.ts';
import type { LegId, UserAgentInput } from './types.ts';

type CallInput = UserAgentInput & { readonly kind: 'call' };
type Calling = Phase & { readonly kind: 'calling' };

/** Sends an INVITE with our offer (§13.2.1). */
export function call(run: Run, input: CallInput): void {
  assert(!run.state.legs.has(input.leg), 'a leg is called once');
  const invite = inviteOf(run, input);
  if (invite === null || run.state.legs.size >= run.state.settings.limits.legsMax) {
    run.effects.push({ kind: 'call-failed', leg: input.leg, status: invite === null ? 400 : 503 });
    return;
  }
  const { flow, credentials } = input;
  const claim = credentials === undefined ? undefined : newClaim(credentials);
  const request = claim === undefined ? invite : withKnownAnswers(run, invite, claim);
  const phase = startInvite(run, request, { flow, leg: input.leg, claim });
  keepLeg(run, {
    id: input.leg,
    withheld: false,
    callId: invite.headers.find(({ name }) => name === 'call-id')!.value,
    phase,
    dialog: null,
    localSdp: input.sdp,
    media: null,
    scheduled: null,
    ...(credentials && { credentials }),
  });
}

/** Sends an INVITE, yet without its Via, in a transaction of its own. */
function startInvite(
  run: Run,
  invite: SipRequest,
  { flow, leg, claim }: { readonly flow: Flow; readonly leg: LegId; readonly claim: Claim | undefined },
): Calling {
  const request = withVia(run, invite, flow);
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
    scheduled: null,
    ...(claim && { claim }),
  });
  return { kind: 'calling', transaction: key, heard: false, cancel: 'none', giveUpAt: null };
}

/** null: a URI or header that cannot be sent. */
function inviteOf(run: Run, input: CallInput): SipRequest | null {
  const { flow, target, from, sdp, extraHeaders = [], credentials } = input;
  const extra = extraHeaders.map(({ name, value }) => ({ name: headerName(name), value }));
  const sound =
    parseUri(target) !== null &&
    parseUri(from) !== null &&
    extra.length <= LIMITS.extraHeadersMax &&
    isOneLine(credentials?.username ?? '') &&
    extra.every(({ name, value }) => isToken(name) && isOneLine(value));
  if (!sound) return null;
  const { settings, tokens } = run.state;
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: `<${from}>;tag=${token(tokens)}` },
    { name: 'to', value: `<${target}>` },
    { name: 'call-id', value: token(tokens) },
    { name: 'cseq', value: '1 INVITE' },
    contact(settings, flow, { secure: target.startsWith('sips:') }),
    ALLOW,
    { name: 'user-agent', value: settings.name },
    ...extra,
    SDP_TYPE,
  ];
  return { kind: 'request', method: 'INVITE', uri: target, headers, body: encodeText(sdp) };
}

/** A response to an INVITE of ours. */
export function receiveInviteResponse(run: Run, transaction: InviteClient, response: SipResponse): void {
  const ack = writeMessage(ackOfRefusal(transaction.request, response));
  feedInviteClient(run, transaction, { kind: 'response', status: response.status, ack }, () => {
    const leg = run.state.legs.get(transaction.leg);
    if (response.status >= 200 && response.status < 300) return answered(run, transaction, leg, response);
    if (leg?.phase.kind !== 'calling') return;
    if (response.status < 200) ringsThere(run, leg, leg.phase, transaction, response.status);
    else if (!callAgain(run, leg, leg.phase, transaction, response)) failCall(run, leg, response.status);
  });
}

/** [DIG-6] Whether the INVITE was said again in the same leg, with our answer to a challenge. */
function callAgain(
  run: Run,
  leg: Leg,
  phase: Calling,
  { request, claim, flow }: InviteClient,
  response: SipResponse,
): boolean {
  if (claim === undefined || phase.cancel !== 'none') return false;
  const next = answerChallenge(run, { request, claim }, { response });
  if (next === null) return false;
  enter(run, leg, startInvite(run, next.request, { flow, leg: leg.id, claim: next.claim }));
  return true;
}

function ringsThere(run: Run, leg: Leg, phase: Calling, transaction: InviteClient, status: number): void {
  enter(run, leg, { ...phase, heard: true });
  if (status > 100) run.effects.push({ kind: 'progress', leg: leg.id, status });
  if (phase.cancel === 'wanted') giveUp(run, leg, { ...phase, heard: true }, transaction);
}

export function failCall(run: Run, leg: Leg, status: number): void {
  removeLeg(run, leg);
  run.effects.push({ kind: 'call-failed', leg: leg.id, status });
}

/** Each 2xx is acknowledged (§13.2.2.4); only the first makes the call, others of a fork are ended at once. */
function answered(run: Run, transaction: InviteClient, leg: Leg | undefined, response: SipResponse): void {
  const repeated = leg?.phase.kind === 'up' && leg.dialog?.remoteTag === (tagIn(response, 'to') ?? '');
  if (repeated && leg?.phase.kind === 'up' && leg.phase.ack !== null)
    return send(run, leg.phase.ack.flow, leg.phase.ack.wire);
  const dialog = uacDialog(transaction.request, response, transaction.flow);
  const ack = sendAck(run, dialog, transaction);
  if (leg?.phase.kind !== 'calling') {
    if (leg === undefined || leg.dialog?.remoteTag !== dialog.remoteTag)
      sayByeIn(run, dialog, null, transaction.claim && newClaim(transaction.claim.credentials));
    return;
  }
  settleAnswer(run, leg, leg.phase, { dialog, ack, response });
}

interface Answered {
  readonly dialog: Dialog;
  readonly ack: (Phase & { readonly kind: 'up' })['ack'];
  readonly response: SipResponse;
}

/** [UA-9] A 200 that crosses our CANCEL is acknowledged and ended; so is one without an answer to our offer. */
function settleAnswer(run: Run, leg: Leg, phase: Calling, { dialog, ack, response }: Answered): void {
  const body = sessionBody(response);
  if (phase.cancel !== 'none' || body.kind !== 'sdp') {
    sayByeIn(run, dialog, null, leg.credentials && newClaim(leg.credentials));
    return failCall(run, leg, phase.cancel === 'none' ? 488 : 487);
  }
  const agreed = negotiate(body.sdp);
  leg.dialog = dialog;
  leg.media = agreed.ok ? agreed.value : null;
  run.state.dialogs.set(dialogKey(dialog), leg.id);
  enter(run, leg, { kind: 'up', ack });
  run.effects.push({ kind: 'answered', leg: leg.id, sdp: body.sdp });
  tellDialog(run, leg);
}

function sendAck(run: Run, dialog: Dialog, transaction: InviteClient): Answered['ack'] {
  const sequence = sequenceOf(transaction.request)?.number ?? 1;
  const flow = flowFor(dialog, 400);
  // §13.2.2.4: the ACK has the same credentials as its INVITE.
  const credentials = transaction.request.headers.filter(isAuthorization);
  const wire = writeMessage(withVia(run, ackOf2xx(dialog, sequence, credentials), flow));
  send(run, flow, wire);
  return { flow, wire };
}

/** [UA-8] §9.1: CANCEL waits for the first provisional response; then 64*T1 for the INVITE's end. */
export function cancel(run: Run, leg: Leg): void {
  if (leg.phase.kind !== 'calling') return;
  const transaction = run.state.transactions.get(leg.phase.transaction);
  if (transaction?.role !== 'invite-client' || leg.phase.cancel !== 'none') return;
  if (leg.phase.heard) giveUp(run, leg, leg.phase, transaction);
  else enter(run, leg, { ...leg.phase, cancel: 'wanted' });
}

function giveUp(run: Run, leg: Leg, phase: Calling, transaction: InviteClient): void {
  startClient(run, cancelOf(transaction.request), transaction.flow, null);
  const giveUpAt = after(run.now, lifetimeMs(run.state.settings.timers));
  enter(run, leg, { ...phase, cancel: 'sent', giveUpAt });
}

/** Nobody answered our CANCEL: the INVITE's transaction is given up too. */
export function abandon(run: Run, leg: Leg, phase: Calling): void {
  const transaction = run.state.transactions.get(phase.transaction);
  if (transaction !== undefined) remove(run.state, transaction);
  failCall(run, leg, 487);
}
