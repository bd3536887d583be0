import { after, type Instant } from '@pledgeline/core';
import { uasDialog } from '../dialog/dialog.ts';
import { encodeText } from '../grammar/octets.ts';
import { callerOf, dialedOf } from '../identity/caller.ts';
import { divertedOf } from '../identity/diverted.ts';
import { callIdOf, header, names, sequenceOf, type Header, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { ownDirection, wishAfter } from '../offer-answer/direction.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import {
  answerAtOnce,
  answerStateless,
  openInvite,
  respondIn,
  type Asked,
  type InviteAnswer,
} from './answering.ts';
import { feedInviteServer } from './drive.ts';
import { enter, keepLeg, removeLeg, UNSPOKEN } from './legs.ts';
import { allowOf, SDP_TYPE, SUPPORTED, writeResponse } from './outgoing-message.ts';
import { replacedBy } from './replaced.ts';
import { allowsUpdate, grant } from './session.ts';
import { tellDialog } from './snapshot.ts';
import type { Leg, Phase, Run } from './state.ts';
import { token } from './tokens.ts';
import type { LegId } from './types.ts';

/** A call that comes in: 100 at once, and the shell is asked. */
export function receiveInvite(run: Run, ask: Asked, withheld: boolean): void {
  const { state } = run;
  const replaced = replacedBy(state, ask.request);
  if (replaced.kind === 'refused') return answerAtOnce(run, ask, { status: replaced.status });
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
      reliably: reliablyOf(request),
      pending: null,
      next: null,
      agreed: false,
    },
    early: [],
    dialog: uasDialog(request, token(state.tokens), flow),
    ...UNSPOKEN,
    calling: false,
    updates: allowsUpdate(request),
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
    replaces: replaced.kind === 'leg' ? replaced.leg : null,
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

function reliablyOf(request: SipRequest): Ringing['reliably'] {
  if (names(request, 'require', '100rel')) return 'required';
  return names(request, 'supported', '100rel') ? 'possible' : 'no';
}

export type Ringing = Phase & { readonly kind: 'ringing' };

/** 200 with our description, unless that was agreed on before; it is sent again until the ACK, by the clock. */
export function accept(run: Run, leg: Leg, phase: Ringing, sdp: string): void {
  const transaction = run.state.transactions.get(phase.transaction);
  if (transaction?.role !== 'invite-server') return;
  const described = phase.agreed ? {} : { body: encodeText(sdp) };
  const type = phase.agreed ? [] : [SDP_TYPE];
  const headers = [allowOf(leg), SUPPORTED, ...grant(run, leg, transaction.request), ...type];
  const sent = respondToInvite(run, leg, phase, { status: 200, headers, ...described });
  if (sent === null) return;
  if (!phase.agreed) describe(leg, phase, sdp);
  const of = phase.offered === null && !phase.agreed ? 'late-offer' : 'answer';
  const sequence = sequenceOf(sent.request)?.number ?? 0;
  enter(run, leg, unacknowledged(run, { ok: sent.wire, sequence, of, flow: transaction.flow }));
  tellDialog(run, leg);
}

/** What we said of our sound, and what came of it. */
export function describe(leg: Leg, { offered }: Ringing, sdp: string): void {
  const agreed = offered === null ? null : negotiate(offered);
  leg.localSdp = sdp;
  leg.media = agreed?.ok === true ? agreed.value : null;
  leg.wish = wishAfter('sendrecv', { left: leg.media?.direction ?? 'sendrecv', said: ownDirection(sdp) });
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

/** null: the INVITE's transaction is gone. */
export function respondToInvite(
  run: Run,
  leg: Leg,
  phase: Ringing,
  answer: InviteAnswer,
): { readonly wire: Uint8Array<ArrayBuffer>; readonly request: SipRequest } | null {
  const transaction = run.state.transactions.get(phase.transaction);
  if (transaction?.role !== 'invite-server' || leg.dialog === null) return null;
  return respondIn(run, transaction, leg.dialog.localTag, answer);
}
