import { after } from '@pledgeline/core';
import type { SessionTimer } from '../dialog/session-timer.ts';
import { refreshTarget } from '../dialog/dialog.ts';
import { ackOf2xx, nextRequest } from '../dialog/request.ts';
import { encodeText } from '../grammar/octets.ts';
import { LIMITS } from '../limits.ts';
import { sequenceOf, type SipResponse } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { writeMessage } from '../message/write.ts';
import { ownDirection } from '../offer-answer/direction.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { ackFor } from '../transaction/invite-client-requests.ts';
import { isAuthorization } from '../digest/answering.ts';
import { takeChallenge, withKnownAnswers, type Claim } from './claims.ts';
import { feedInviteClient, send } from './drive.ts';
import { claimIn, flowFor, sayBye, startClient } from './ending.ts';
import { isAgreedEarly, reschedule, talksOf } from './legs.ts';
import { allowOf, contact, SDP_TYPE, SUPPORTED_INSIDE, withVia } from './outgoing-message.ts';
import { startInvite } from './outgoing-invite.ts';
import { raisedSeconds, refreshLater, sessionHeaders, takeGrant } from './session.ts';
import { takeMedia } from './sound.ts';
import { tellDialog } from './snapshot.ts';
import type { InviteClient, Leg, Ours, Run, Talk } from './state.ts';
import { token } from './tokens.ts';

type Asking = Ours & { readonly kind: 'asking' };
type Waiting = Ours & { readonly kind: 'waiting' };

/**
 * [AGN-1] Another description of ours in a call that stands. One at a time. [REL-7] Before the answer it goes by UPDATE,
 * once a description was agreed on reliably and where there is one dialog to say it in.
 */
export function modify(run: Run, leg: Leg, sdp: string): void {
  const [talk, another] = talksOf(leg);
  if (talk === undefined || another !== undefined || !mayOffer(leg, talk)) return failModify(run, leg, 491);
  const { ours } = talk;
  if (ours !== null && (ours.sdp !== null || ours.kind === 'waiting' || ours.next !== null))
    return failModify(run, leg, 491);
  if (ours === null) beginOurs(run, leg, talk, sdp);
  else talk.ours = { ...ours, next: sdp };
}

function mayOffer(leg: Leg, talk: Talk): boolean {
  if (leg.phase.kind === 'up' || leg.phase.kind === 'unacknowledged') return true;
  return isAgreedEarly(leg, talk) && leg.updates;
}

/** `sdp` null: our latest description again, to keep the session alive. */
function beginOurs(run: Run, leg: Leg, talk: Talk, sdp: string | null): void {
  talk.ours = { kind: 'waiting', at: run.now, sdp, tries: 0, claim: null };
  pursueOurs(run, leg, talk);
}

const failModify = (run: Run, leg: Leg, status: number): void => {
  run.effects.push({ kind: 'modify-failed', leg: leg.id, status });
};

/** Says what waits, if nothing else is being negotiated (RFC 3261 §14.1); else it looks again after T1. */
export function pursueOurs(run: Run, leg: Leg, talk: Talk): void {
  const { ours } = talk;
  if (ours?.kind !== 'waiting' || talk.dialog === null) return;
  if (talk.theirs === null && leg.phase.kind !== 'unacknowledged') ask(run, leg, talk, ours);
  else talk.ours = { ...ours, at: after(run.now, run.state.settings.timers.t1Ms) };
  reschedule(run, leg);
}

/** A refresh goes by UPDATE where the peer takes it, as that changes nothing else (RFC 4028 §7.4); else by INVITE. */
function ask(run: Run, leg: Leg, talk: Talk, { sdp, tries, claim: before }: Waiting): void {
  if (talk.dialog === null) return;
  const isEarly = leg.phase.kind !== 'up';
  const method = isEarly || (sdp === null && leg.updates) ? 'UPDATE' : 'INVITE';
  const body = encodeText(sdp ?? (method === 'UPDATE' ? '' : (leg.localSdp ?? '')));
  const next = nextRequest(talk.dialog, method, [
    contact(talk.dialog.flow, { secure: talk.dialog.remoteTarget.startsWith('sips:') }),
    allowOf(leg),
    SUPPORTED_INSIDE,
    ...sessionHeaders(leg),
    ...(body.length === 0 ? [] : [SDP_TYPE]),
  ]);
  talk.dialog = next.dialog;
  const flow = flowFor(next.dialog, HEAD_BYTES + body.length);
  const claim = before ?? claimIn(leg, next.dialog) ?? null;
  const plain = { ...next.request, body };
  const said = claim === null ? plain : withKnownAnswers(run, plain, claim);
  const request = withVia(run, said, flow);
  const giveUpAt = after(run.now, LIMITS.reinviteMs);
  const transaction =
    method === 'UPDATE'
      ? startClient(run, request, flow, { ends: null, told: leg.id })
      : startInvite(run, { request, flow, leg: leg.id, within: next.dialog, giveUpAt });
  const claimed = claim === null ? null : { request, claim };
  talk.ours = { kind: 'asking', method, transaction, sdp, tries, renews: !isEarly, next: null, claimed };
  // The CSeq has gone up: who takes the dialog up after a restart must not say it again.
  tellDialog(run, leg);
}
/** What the head of a request of ours comes to, amply: whether it fits a datagram hangs on it. */
const HEAD_BYTES = 800;

/** A response to our re-INVITE. Each 2xx is acknowledged, whatever has become of the call. */
export function receiveReinviteResponse(run: Run, transaction: InviteClient, response: SipResponse): void {
  const { status } = response;
  const ack = ackFor(transaction.request, response);
  feedInviteClient(run, transaction, { kind: 'response', status, ack }, () => {
    if (status >= 200 && status < 300) acknowledge(run, transaction, response);
    if (status >= 200) settleOurs(run, transaction.leg, { transaction: transaction.key, status, response });
  });
}

function acknowledge(run: Run, transaction: InviteClient, response: SipResponse): void {
  if (transaction.within === null) return;
  if (transaction.ack === null) {
    const dialog = refreshTarget(transaction.within, response, transaction.within.flow);
    const flow = flowFor(dialog, 400);
    const credentials = transaction.request.headers.filter(isAuthorization);
    const request = ackOf2xx(dialog, sequenceOf(transaction.request)?.number ?? 1, credentials);
    transaction.ack = { flow, wire: writeMessage(withVia(run, request, flow)) };
  }
  send(run, transaction.ack.flow, transaction.ack.wire);
}

export interface Outcome {
  readonly transaction: string;
  readonly status: number;
  /** null: silence (408) or a transport that failed (503). */
  readonly response: SipResponse | null;
}

/** What became of our re-INVITE or UPDATE. */
export function settleOurs(run: Run, id: Leg['id'], outcome: Outcome): void {
  const leg = run.state.legs.get(id);
  const talk = leg === undefined ? undefined : talksOf(leg).find(({ ours }) => isAbout(ours, outcome));
  if (leg === undefined || talk?.ours?.kind !== 'asking') return;
  const { ours } = talk;
  const { status, response } = outcome;
  // [AGN-5] §12.2.1.2: the peer no longer knows the call, or is silent: it is over.
  if ((status === 481 || status === 408) && leg.phase.kind === 'up') return endGone(run, leg);
  if (ours.tries < LIMITS.askTriesMax && asksAgain(run, leg, talk, outcome)) return;
  talk.ours = null;
  if (status < 300 && response !== null) agree(run, leg, talk, { ours, response });
  else {
    refreshLater(run, leg);
    if (ours.sdp !== null) failModify(run, leg, status);
  }
  if (ours.next !== null) beginOurs(run, leg, talk, ours.next);
}

const isAbout = (ours: Ours | null, { transaction }: Outcome): boolean =>
  ours?.kind === 'asking' && ours.transaction === transaction;

/** Whether what was refused can be said again in another way, or later. */
function asksAgain(run: Run, leg: Leg, talk: Talk, { status, response }: Outcome): boolean {
  const { ours } = talk;
  if (ours?.kind !== 'asking') return false;
  const claim = challenged(run, ours, response);
  if (claim !== null) askNow(run, leg, talk, { ...ours, claim });
  else if (status === 491) askLater(run, leg, talk, ours);
  else if (status === 422 && response !== null) return askLonger(run, leg, talk, { ours, response });
  else if (ours.sdp === null && ours.method === 'UPDATE' && (status === 405 || status === 501)) {
    leg.updates = false;
    askNow(run, leg, talk, ours);
  } else return false;
  return true;
}

/** [DIG-6] What to go on with after a 401 or 407 that can be answered; null: it cannot, or is none. */
const challenged = (run: Run, { claimed }: Asking, response: SipResponse | null): Claim | null =>
  claimed === null || response === null ? null : takeChallenge(run, claimed, response);

function askNow(
  run: Run,
  leg: Leg,
  talk: Talk,
  { sdp, tries, next, claim = null }: Asking & { readonly claim?: Claim | null },
): void {
  talk.ours = { kind: 'waiting', at: run.now, sdp: sdp ?? next, tries: tries + 1, claim };
  pursueOurs(run, leg, talk);
}

/** [AGN-4] §14.1: who made the Call-ID waits 2.1 to 4 s, the other 0 to 2 s, in steps of 10 ms, by lot. */
function askLater(run: Run, leg: Leg, talk: Talk, { sdp, tries, next }: Asking): void {
  const lot = Number.parseInt(token(run.state.tokens).slice(0, 8), 16);
  const waitMs = leg.calling ? 2_100 + 10 * (lot % 191) : 10 * (lot % 201);
  talk.ours = {
    kind: 'waiting',
    at: after(run.now, waitMs),
    sdp: sdp ?? next,
    tries: tries + 1,
    claim: null,
  };
  reschedule(run, leg);
}

interface Answered {
  readonly ours: Asking;
  readonly response: SipResponse;
}

/** [SES-4] 422: the session is to last longer than we asked. */
function askLonger(run: Run, leg: Leg, talk: Talk, { ours, response }: Answered): boolean {
  const seconds = leg.session === null ? null : raisedSeconds(response, leg.session.seconds);
  if (leg.session === null || seconds === null) return false;
  leg.session = { ...leg.session, seconds, minSeconds: seconds };
  askNow(run, leg, talk, ours);
  return true;
}

/** [SES-5] The session is refreshed at half of its time, and ends the call where nobody does it. */
export function tickSession(run: Run, leg: Leg, session: SessionTimer): void {
  if (run.now >= session.expiresAt) {
    run.effects.push({ kind: 'lost', leg: leg.id, because: 'session-expired' });
    return sayBye(run, leg);
  }
  if (session.refreshAt === null || run.now < session.refreshAt) return;
  leg.session = { ...session, refreshAt: null };
  if (leg.ours === null) beginOurs(run, leg, leg, null);
}

function endGone(run: Run, leg: Leg): void {
  run.effects.push({ kind: 'lost', leg: leg.id, because: 'dialog-gone' });
  sayBye(run, leg);
}

/** [AGN-2] The peer agreed: it may have moved, and its answer says what becomes of the sound. */
function agree(run: Run, leg: Leg, talk: Talk, { ours, response }: Answered): void {
  if (talk.dialog === null) return;
  talk.dialog = refreshTarget(talk.dialog, response, talk.dialog.flow);
  if (ours.renews) takeGrant(run, leg, response);
  const body = sessionBody(response);
  const answer = body.kind === 'sdp' ? negotiate(body.sdp) : null;
  if (body.kind !== 'sdp' || answer?.ok !== true) {
    if (ours.sdp !== null) failModify(run, leg, 488);
  } else if (ours.sdp === null) takeMedia(run, leg, { media: answer.value, sdp: body.sdp });
  else {
    talk.localSdp = ours.sdp;
    talk.wish = ownDirection(ours.sdp);
    talk.media = answer.value;
    run.effects.push({ kind: 'modified', leg: leg.id, sdp: body.sdp });
  }
  tellDialog(run, leg);
}
