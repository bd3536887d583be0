import { after } from '@pledgeline/core';
import { encodeText } from '../grammar/octets.ts';
import { header, sequenceOf, type Header, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { answerAtOnce, type Asked } from './answering.ts';
import { send } from './drive.ts';
import { accept, describe, refuse, respondToInvite, type Ringing } from './invite.ts';
import { enter } from './legs.ts';
import { keepDescription, redescribe } from './offered.ts';
import { ALLOW, SDP_TYPE, SUPPORTED } from './outgoing-message.ts';
import type { Leg, Run, Said } from './state.ts';

/** RFC 3261 §13.3.1.1: each minute, so that no proxy on the way gives up. */
const REMIND_MS = 60_000;

/** What the shell says to a caller. What may not be said before a PRACK waits for it (RFC 3262 §3). */
export function say(run: Run, leg: Leg, phase: Ringing, said: Said): void {
  if (phase.next?.kind === 'answer') return;
  if (said.kind === 'answer' && (phase.pending === null || phase.pending.describes === 'nothing'))
    return accept(run, leg, phase, said.sdp);
  if (phase.pending !== null) return enter(run, leg, { ...phase, next: said });
  if (said.kind === 'ring') ring(run, leg, phase);
  else progress(run, leg, phase, said.sdp);
}

function ring(run: Run, leg: Leg, phase: Ringing): void {
  const remindAt = after(run.now, REMIND_MS);
  if (phase.reliably === 'required') return sayReliably(run, leg, { ...phase, remindAt }, 180, null);
  respondToInvite(run, leg, phase, { status: 180 });
  enter(run, leg, { ...phase, remindAt });
}

/** [REL-2] An offer may only be made reliably (RFC 3261 §13.2.1); where it cannot, the caller hears that it goes on. */
function progress(run: Run, leg: Leg, phase: Ringing, sdp: string): void {
  const described = phase.agreed ? null : sdp;
  const later: Ringing = { ...phase, remindAt: after(run.now, REMIND_MS) };
  if (phase.reliably !== 'no') return sayReliably(run, leg, later, 183, described);
  const body = described !== null && phase.offered !== null ? encodeText(described) : null;
  respondToInvite(run, leg, phase, {
    status: 183,
    ...(body === null ? {} : { headers: [SDP_TYPE], body }),
  });
  if (body !== null) describe(leg, phase, sdp);
  enter(run, leg, later);
}

/** [REL-1] RFC 3262 §3: with RSeq, again and again until its PRACK. */
function sayReliably(run: Run, leg: Leg, phase: Ringing, status: 180 | 183, sdp: string | null): void {
  leg.reliable += 1;
  const headers: Header[] = [
    { name: 'require', value: '100rel' },
    { name: 'rseq', value: String(leg.reliable) },
    ALLOW,
    SUPPORTED,
    ...(sdp === null ? [] : [SDP_TYPE]),
  ];
  const body = sdp === null ? new Uint8Array() : encodeText(sdp);
  const sent = respondToInvite(run, leg, phase, { status, headers, body });
  if (sent === null) return;
  if (sdp !== null) describe(leg, phase, sdp);
  const { timers } = run.state.settings;
  const answers = phase.offered === null ? ('offer' as const) : ('answer' as const);
  const pending = {
    wire: sent.wire,
    describes: sdp === null ? ('nothing' as const) : answers,
    resendAt: after(run.now, timers.t1Ms),
    intervalMs: timers.t1Ms,
    giveUpAt: after(run.now, lifetimeMs(timers)),
  };
  enter(run, leg, { ...phase, pending });
}

/** What is due of a call that rings. */
export function tickProvisional(run: Run, leg: Leg, phase: Ringing): void {
  const { pending, remindAt } = phase;
  if (pending !== null && run.now >= pending.giveUpAt) {
    // [REL-4] §3: no PRACK for 64*T1: the call is refused.
    refuse(run, leg, phase, { status: 504 });
    run.effects.push({ kind: 'lost', leg: leg.id, because: 'no-prack' });
  } else if (pending !== null && run.now >= pending.resendAt) {
    const transaction = run.state.transactions.get(phase.transaction);
    if (transaction !== undefined) send(run, transaction.flow, pending.wire);
    const intervalMs = 2 * pending.intervalMs;
    const resendAt = after(run.now, intervalMs);
    enter(run, leg, { ...phase, pending: { ...pending, intervalMs, resendAt } });
  } else if (remindAt !== null && run.now >= remindAt) remind(run, leg, phase);
}

/** What was said last is said again; where something else waits for its PRACK, that is enough. */
function remind(run: Run, leg: Leg, phase: Ringing): void {
  const later: Ringing = { ...phase, remindAt: after(run.now, REMIND_MS) };
  if (phase.next !== null || phase.pending !== null) return enter(run, leg, later);
  say(run, leg, later, leg.localSdp === null ? { kind: 'ring' } : { kind: 'progress', sdp: leg.localSdp });
}

/** [REL-3] §3: it belongs to the one response that waits for it. */
export function receivePrack(run: Run, ask: Asked, leg: Leg): void {
  const named = /^(\d{1,10})\s+(\d{1,10})\s+INVITE$/.exec(header(ask.request, 'rack') ?? '');
  if (named === null) return answerAtOnce(run, ask, { status: 400 });
  const { phase } = leg;
  const matches = leg.reliable > 0 && Number(named[1]) === leg.reliable;
  if (!matches) return answerAtOnce(run, ask, { status: 481 });
  if (phase.kind !== 'ringing' || phase.pending === null) return answerAtOnce(run, ask, { status: 200 });
  const transaction = run.state.transactions.get(phase.transaction);
  const invite = transaction?.role === 'invite-server' ? sequenceOf(transaction.request)?.number : undefined;
  // 0: a withheld caller's, of which the other number was taken away.
  if (invite !== Number(named[2]) && named[2] !== '0') return answerAtOnce(run, ask, { status: 481 });
  const agreed = settlePrack(run, ask, leg, phase);
  const free: Ringing = { ...phase, pending: null, next: null, agreed };
  enter(run, leg, free);
  if (phase.next !== null) say(run, leg, free, phase.next);
}

/** Answers the PRACK; whether a description is agreed on now. */
function settlePrack(run: Run, ask: Asked, leg: Leg, { pending, agreed }: Ringing): boolean {
  const describes = pending?.describes ?? 'nothing';
  if (agreed || describes === 'answer') {
    answerPrack(run, ask, leg);
    run.effects.push({ kind: 'progress-acknowledged', leg: leg.id, sdp: null });
    return true;
  }
  answerAtOnce(run, ask, { status: 200 });
  const sdp = describes === 'offer' ? sdpIn(ask.request) : null;
  const answer = sdp === null ? null : negotiate(sdp);
  if (answer?.ok === true) leg.media = answer.value;
  run.effects.push({ kind: 'progress-acknowledged', leg: leg.id, sdp });
  return answer?.ok === true;
}

const sdpIn = (request: SipRequest): string | null => {
  const body = sessionBody(request);
  return body.kind === 'sdp' ? body.sdp : null;
};

/** [REL-5] §5: a PRACK may carry another offer; what would move the sound is refused, and can come by UPDATE. */
function answerPrack(run: Run, ask: Asked, leg: Leg): void {
  if (sdpIn(ask.request) === null) return answerAtOnce(run, ask, { status: 200 });
  const found = redescribe(leg, ask.request);
  if (found.kind !== 'answered') return answerAtOnce(run, ask, { status: 488 });
  answerAtOnce(run, ask, { status: 200, headers: [SDP_TYPE], body: encodeText(found.refresh.sdp) });
  keepDescription(run, leg, leg, found.refresh);
}
