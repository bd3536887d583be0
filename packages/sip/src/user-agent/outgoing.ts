import { after, assert } from '@pledgeline/core';
import { dialogKey, type Dialog } from '../dialog/dialog.ts';
import { ackOf2xx } from '../dialog/request.ts';
import { isAuthorization } from '../digest/answering.ts';
import { encodeText } from '../grammar/octets.ts';
import { isToken } from '../grammar/token.ts';
import { parseUri } from '../grammar/uri.ts';
import { LIMITS } from '../limits.ts';
import { headerName } from '../message/header-names.ts';
import {
  header,
  sequenceOf,
  tagIn,
  type Header,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { isOneLine, writeMessage } from '../message/write.ts';
import { ownDirection } from '../offer-answer/direction.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { ackFor, cancelOf } from '../transaction/invite-client-requests.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { receiveReinviteResponse } from './again.ts';
import { answerChallenge, newClaim, withKnownAnswers } from './claims.ts';
import { answeredDialog, hearProvisional, settleEarly } from './early.ts';
import { feedInviteClient, remove, send } from './drive.ts';
import { claimIn, flowFor, NOBODY, sayByeIn, startClient } from './ending.ts';
import { dropEarly, enter, keepLeg, removeLeg, UNSPOKEN } from './legs.ts';
import { sayInviteAgain, startInvite } from './outgoing-invite.ts';
import { allowOf, contact, SDP_TYPE, SUPPORTED, withVia } from './outgoing-message.ts';
import { raisedSeconds, sessionSettings, takeGrant } from './session.ts';
import { tellDialog } from './snapshot.ts';
import type { InviteClient, Leg, Phase, Run, Sent } from './state.ts';
import { token } from './tokens.ts';
import type { UserAgentInput } from './types.ts';

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
  const claimed = claim === undefined ? invite : withKnownAnswers(run, invite, claim);
  const request = withVia(run, claimed, flow);
  const key = startInvite(run, {
    request,
    flow,
    leg: input.leg,
    within: null,
    giveUpAt: null,
    ...(claim && { claim }),
  });
  keepLeg(run, {
    id: input.leg,
    withheld: false,
    callId: invite.headers.find(({ name }) => name === 'call-id')!.value,
    phase: { kind: 'calling', transaction: key, heard: false, cancel: 'none', giveUpAt: null },
    dialog: null,
    early: [],
    ...UNSPOKEN,
    localSdp: input.sdp,
    wish: ownDirection(input.sdp),
    calling: true,
    acceptsRefer: input.acceptsRefer ?? false,
    scheduled: null,
    ...(credentials && { credentials }),
  });
}

/** null: a URI or header that cannot be sent. */
function inviteOf(run: Run, input: CallInput): SipRequest | null {
  const { flow, target, from, sdp, extraHeaders = [], acceptsRefer = false, credentials } = input;
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
    contact(flow, { secure: target.startsWith('sips:') }),
    allowOf({ acceptsRefer }),
    SUPPORTED,
    { name: 'session-expires', value: String(sessionSettings(settings).intervalSeconds) },
    { name: 'user-agent', value: settings.name },
    ...extra,
    SDP_TYPE,
  ];
  return { kind: 'request', method: 'INVITE', uri: target, headers, body: encodeText(sdp) };
}

/** A response to an INVITE of ours. */
export function receiveInviteResponse(run: Run, transaction: InviteClient, response: SipResponse): void {
  if (transaction.within !== null) return receiveReinviteResponse(run, transaction, response);
  const ack = ackFor(transaction.request, response);
  feedInviteClient(run, transaction, { kind: 'response', status: response.status, ack }, () => {
    const leg = run.state.legs.get(transaction.leg);
    if (response.status >= 200 && response.status < 300) return answered(run, transaction, leg, response);
    if (leg?.phase.kind !== 'calling') return;
    if (response.status < 200) ringsThere(run, leg, leg.phase, { transaction, response });
    else if (response.status === 422 && leg.phase.cancel === 'none')
      callLonger(run, leg, leg.phase, { transaction, response });
    else if (!callAgain(run, leg, leg.phase, { transaction, response })) failCall(run, leg, response.status);
  });
}

interface Answer {
  readonly transaction: InviteClient;
  readonly response: SipResponse;
}

/** [DIG-6] Whether the INVITE was said again in the same leg, with our answer to a challenge. */
function callAgain(run: Run, leg: Leg, phase: Calling, { transaction, response }: Answer): boolean {
  const { claim, request, flow, giveUpAt } = transaction;
  if (claim === undefined || phase.cancel !== 'none') return false;
  const next = answerChallenge(run, { request, claim }, { response });
  if (next === null) return false;
  const again = withVia(run, next.request, flow);
  const key = startInvite(run, {
    request: again,
    flow,
    leg: leg.id,
    within: null,
    giveUpAt,
    claim: next.claim,
  });
  dropEarly(run, leg, null);
  enter(run, leg, { ...phase, transaction: key, heard: false });
  return true;
}

function ringsThere(run: Run, leg: Leg, phase: Calling, { transaction, response }: Answer): void {
  enter(run, leg, { ...phase, heard: true });
  if (response.status === 100 && !phase.heard) run.effects.push({ kind: 'trying', leg: leg.id });
  if (response.status > 100 && hearProvisional(run, leg, transaction, response)) {
    const body = sessionBody(response);
    const sdp = body.kind === 'sdp' ? body.sdp : null;
    run.effects.push({ kind: 'progress', leg: leg.id, status: response.status, sdp });
  }
  if (phase.cancel === 'wanted') giveUp(run, leg, { ...phase, heard: true }, transaction);
}

/** [SES-4] RFC 4028 §7.3: the same call again, with as long a session as the way there takes. */
function callLonger(run: Run, leg: Leg, phase: Calling, { transaction, response }: Answer): void {
  const was = Number(header(transaction.request, 'session-expires') ?? 0);
  const seconds = raisedSeconds(response, was);
  const tries = sequenceOf(transaction.request)?.number ?? 1;
  if (seconds === null || tries > LIMITS.askTriesMax) return failCall(run, leg, 422);
  const key = sayInviteAgain(run, transaction, [
    { name: 'session-expires', value: String(seconds) },
    { name: 'min-se', value: String(seconds) },
  ]);
  dropEarly(run, leg, null);
  enter(run, leg, { ...phase, transaction: key, heard: false });
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
  const dialog = answeredDialog(leg, transaction, response);
  const ack = sendAck(run, dialog, transaction);
  if (leg?.phase.kind !== 'calling') {
    // [FRK-2] Another fork's; or the call has ended meanwhile.
    const isOther = leg === undefined || leg.dialog?.remoteTag !== dialog.remoteTag;
    const claim = transaction.claim && newClaim(transaction.claim.credentials);
    if (isOther && transaction.said < LIMITS.forkRequestsMax)
      transaction.said = sayByeIn(run, dialog, null, claim).localSequence;
    return;
  }
  settleAnswer(run, leg, leg.phase, { dialog, ack, response });
}

interface Answered {
  readonly dialog: Dialog;
  readonly ack: Sent;
  readonly response: SipResponse;
}

/** [UA-9] A 200 that crosses our CANCEL is acknowledged and ended; so is one without an answer to our offer. */
function settleAnswer(run: Run, leg: Leg, phase: Calling, { dialog, ack, response }: Answered): void {
  const body = sessionBody(response);
  const early = leg.early.find((each) => each.dialog.remoteTag === dialog.remoteTag)?.answer ?? null;
  const sdp = early ?? (body.kind === 'sdp' ? body.sdp : null);
  if (phase.cancel !== 'none' || sdp === null) {
    sayByeIn(run, dialog, null, claimIn(leg, dialog));
    return failCall(run, leg, phase.cancel === 'none' ? 488 : 487);
  }
  settleEarly(run, leg, dialog);
  leg.dialog = dialog;
  if (early === null) {
    const agreed = negotiate(sdp);
    leg.media = agreed.ok ? agreed.value : null;
  }
  run.state.dialogs.set(dialogKey(dialog), leg.id);
  enter(run, leg, { kind: 'up', ack });
  takeGrant(run, leg, response);
  run.effects.push({ kind: 'answered', leg: leg.id, sdp });
  tellDialog(run, leg);
}

function sendAck(run: Run, dialog: Dialog, transaction: InviteClient): Sent {
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
  startClient(run, cancelOf(transaction.request), transaction.flow, NOBODY);
  const giveUpAt = after(run.now, lifetimeMs(run.state.settings.timers));
  enter(run, leg, { ...phase, cancel: 'sent', giveUpAt });
}

/** Nobody answered our CANCEL: the INVITE's transaction is given up too. */
export function abandon(run: Run, leg: Leg, phase: Calling): void {
  const transaction = run.state.transactions.get(phase.transaction);
  if (transaction !== undefined) remove(run.state, transaction);
  failCall(run, leg, 487);
}
