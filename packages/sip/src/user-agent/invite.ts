import { after, type Instant } from '@pledgeline/core';
import { uasDialog } from '../dialog/dialog.ts';
import { encodeText } from '../grammar/octets.ts';
import { callerOf, dialedOf } from '../identity/caller.ts';
import { divertedOf } from '../identity/diverted.ts';
import { callIdOf, header, sequenceOf, type Header, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { answerStateless, openInvite, type Asked } from './answering.ts';
import { feedInviteServer } from './drive.ts';
import { enter, keepLeg, removeLeg } from './legs.ts';
import { ALLOW, SDP_TYPE, writeResponse } from './outgoing-message.ts';
import { tellDialog } from './snapshot.ts';
import type { InviteServer, Leg, Phase, Run } from './state.ts';
import { token } from './tokens.ts';
import type { LegId } from './types.ts';

/** A call that comes in: 100 at once, and the shell is asked. */
export function receiveInvite(run: Run, ask: Asked, withheld: boolean): void {
  const { state } = run;
  if (state.legs.size >= state.settings.limits.legsMax) return tooMany(run, ask);
  const id = token(state.tokens) as LegId;
  const transaction = openInvite(run, ask, id);
  const { request, flow } = ask;
  const trying = writeResponse(run, request, flow, { status: 100, toTag: null });
  feedInviteServer(run, transaction, { kind: 'respond', status: 100, wire: trying });
  const body = sessionBody(request);
  const sdp = body.kind === 'sdp' ? body.sdp : null;
  keepLeg(run, {
    id,
    withheld,
    callId: callIdOf(request),
    phase: {
      kind: 'ringing',
      transaction: transaction.key,
      offered: sdp,
      remindAt: null,
      expiresAt: expiryOf(request, run.now),
    },
    dialog: uasDialog(request, token(state.tokens), flow),
    localSdp: null,
    media: null,
    scheduled: null,
  });
  const caller = withheld ? ({ kind: 'withheld' } as const) : callerOf(request);
  const dialed = dialedOf(request);
  run.effects.push({
    kind: 'invited',
    leg: id,
    dialed,
    caller,
    diverted: caller.kind === 'withheld' ? null : divertedOf(request, dialed),
    sdp,
    flow,
    callId: callIdOf(request),
  });
}

/** Beyond a limit nothing is kept: 503 and come again. */
export const tooMany = (run: Run, ask: Asked): void =>
  answerStateless(run, ask, { status: 503, headers: [{ name: 'retry-after', value: '5' }] });

/** An hour is more patience than any caller has: what says more says nothing, and no timer is set for years. */
const EXPIRES_MAX_SECONDS = 3_600;

function expiryOf(request: SipRequest, now: Instant): Instant | null {
  const seconds = header(request, 'expires');
  return seconds === null || Number(seconds) > EXPIRES_MAX_SECONDS
    ? null
    : after(now, 1_000 * Number(seconds));
}

type Ringing = Phase & { readonly kind: 'ringing' };
/** RFC 3261 §13.3.1.1: each minute, so that no proxy on the way gives up. */
const REMIND_MS = 60_000;

export function ring(run: Run, leg: Leg, phase: Ringing): void {
  if (leg.dialog === null) return;
  respondToInvite(run, leg, phase, { status: 180 });
  enter(run, leg, { ...phase, remindAt: after(run.now, REMIND_MS) });
}

/** 200 with our description; it is sent again until the ACK, by `clockLeg`. */
export function accept(run: Run, leg: Leg, phase: Ringing, sdp: string): void {
  const transaction = run.state.transactions.get(phase.transaction);
  const sent = respondToInvite(run, leg, phase, {
    status: 200,
    headers: [ALLOW, SDP_TYPE],
    body: encodeText(sdp),
  });
  if (sent === null || transaction === undefined) return;
  const offered = phase.offered === null ? null : negotiate(phase.offered);
  leg.localSdp = sdp;
  leg.media = offered?.ok === true ? offered.value : null;
  const of = phase.offered === null ? 'late-offer' : 'answer';
  const sequence = sequenceOf(sent.request)?.number ?? 0;
  enter(run, leg, unacknowledged(run, { ok: sent.wire, sequence, of, flow: transaction.flow }));
  tellDialog(run, leg);
}

type Unacknowledged = Phase & { readonly kind: 'unacknowledged' };

/** [DLG-7] §13.3.1.4: again at T1, doubling to T2, for 64*T1, whatever the transport. */
export function unacknowledged(
  run: Run,
  what: Pick<Unacknowledged, 'ok' | 'sequence' | 'of' | 'flow'>,
): Unacknowledged {
  const { timers } = run.state.settings;
  const resendAt: Instant = after(run.now, timers.t1Ms);
  const giveUpAt = after(run.now, lifetimeMs(timers));
  return { kind: 'unacknowledged', ...what, resendAt, intervalMs: timers.t1Ms, giveUpAt, thenHangUp: false };
}

export interface Refused {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** A final refusal; the leg is over, and its transaction sees to the ACK. */
export function refuse(
  run: Run,
  leg: Leg,
  phase: Ringing,
  { status, reason, retryAfterSeconds }: Refused,
): void {
  const seconds = Math.max(0, Math.trunc(retryAfterSeconds ?? 0));
  const headers: Header[] =
    retryAfterSeconds === undefined ? [] : [{ name: 'retry-after', value: String(seconds) }];
  const final = status >= 300 && status <= 699 ? Math.trunc(status) : 500;
  respondToInvite(run, leg, phase, { status: final, reason, headers });
  removeLeg(run, leg);
}

interface InviteAnswer {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
}

/** null: the INVITE's transaction is gone. */
function respondToInvite(
  run: Run,
  leg: Leg,
  phase: Ringing,
  answer: InviteAnswer,
): { readonly wire: Uint8Array<ArrayBuffer>; readonly request: SipRequest } | null {
  const transaction = run.state.transactions.get(phase.transaction);
  if (transaction?.role !== 'invite-server' || leg.dialog === null) return null;
  return respondIn(run, transaction, leg.dialog.localTag, answer);
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
