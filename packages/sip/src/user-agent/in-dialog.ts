import { acceptSequence, refreshTarget } from '../dialog/dialog.ts';
import { encodeText } from '../grammar/octets.ts';
import { callIdOf, sequenceOf, tagIn, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { refresh, type Refresh } from '../offer-answer/refresh.ts';
import { answerAtOnce, openInvite, type Asked } from './answering.ts';
import { enter, legOf, removeLeg } from './legs.ts';
import { refuse, respondIn, unacknowledged } from './invite.ts';
import { sayBye } from './ending.ts';
import { contact, ALLOW, SDP_TYPE } from './outgoing-message.ts';
import { tellDialog, tellDialogGone } from './snapshot.ts';
import type { Leg, Run } from './state.ts';
import { named } from './tokens.ts';
import { wantsSips } from '../transport/secure.ts';

const dialogOf = (request: SipRequest): { callId: string; localTag: string; remoteTag: string } => ({
  callId: callIdOf(request),
  localTag: tagIn(request, 'to') ?? '',
  remoteTag: tagIn(request, 'from') ?? '',
});

/** A request with a To tag: RFC 3261 §12.2.2. */
export function receiveInDialog(run: Run, ask: Asked): void {
  const { request } = ask;
  const leg = legOf(run.state, dialogOf(request));
  if (leg === null || leg.dialog === null) return answerAtOnce(run, ask, { status: 481 });
  if (leg.phase.kind === 'ending')
    return answerAtOnce(run, ask, { status: request.method === 'BYE' ? 200 : 481 });
  const accepted = acceptSequence(leg.dialog, request);
  if (accepted === null) return answerAtOnce(run, ask, { status: 500 });
  leg.dialog = accepted;
  switch (request.method) {
    case 'BYE':
      return receiveBye(run, ask, leg);
    case 'INVITE':
      return receiveReinvite(run, ask, leg);
    case 'UPDATE':
      return receiveUpdate(run, ask, leg);
    case 'OPTIONS':
      return answerAtOnce(run, ask, { status: 200, headers: [ALLOW] });
    case 'INFO':
      return answerAtOnce(run, ask, { status: 200 });
    default:
      // [DLG-10] REFER: the line hands no call on at the carrier's wish.
      return answerAtOnce(run, ask, { status: 603 });
  }
}

/** §15.1.2; before our answer it is as good as CANCEL. */
function receiveBye(run: Run, ask: Asked, leg: Leg): void {
  answerAtOnce(run, ask, { status: 200 });
  if (leg.phase.kind === 'ringing') {
    refuse(run, leg, leg.phase, { status: 487 });
    run.effects.push({ kind: 'cancelled', leg: leg.id });
    return;
  }
  removeLeg(run, leg);
  run.effects.push({ kind: 'hung-up', leg: leg.id });
  tellDialogGone(run, leg);
}

/** [DLG-8] §14.2: a second INVITE before the first is answered 500, before its ACK 491. */
function receiveReinvite(run: Run, ask: Asked, leg: Leg): void {
  if (leg.phase.kind === 'ringing')
    return answerAtOnce(run, ask, { status: 500, headers: [retryAfter(run, ask)] });
  if (leg.phase.kind !== 'up') return answerAtOnce(run, ask, { status: 491 });
  const described = redescribe(leg, ask.request);
  if (described === null || leg.dialog === null) return answerAtOnce(run, ask, { status: 488 });
  leg.dialog = refreshTarget(leg.dialog, ask.request, ask.flow);
  const transaction = openInvite(run, ask, leg.id);
  const headers = [ALLOW, SDP_TYPE];
  const body = encodeText(described.sdp);
  const { wire } = respondIn(run, transaction, leg.dialog.localTag, { status: 200, headers, body });
  keepDescription(leg, described);
  const sequence = sequenceOf(ask.request)?.number ?? 0;
  enter(run, leg, unacknowledged(run, { ok: wire, sequence, of: 'refresh', flow: ask.replyTo }));
  tellDialog(run, leg);
}

/** RFC 3311 §5.2. */
function receiveUpdate(run: Run, ask: Asked, leg: Leg): void {
  const offered = sessionBody(ask.request).kind === 'sdp';
  if (offered && leg.phase.kind !== 'up')
    return answerAtOnce(run, ask, { status: 500, headers: [retryAfter(run, ask)] });
  const described = offered ? redescribe(leg, ask.request) : null;
  if ((offered && described === null) || leg.dialog === null) return answerAtOnce(run, ask, { status: 488 });
  leg.dialog = refreshTarget(leg.dialog, ask.request, ask.flow);
  const common = [ALLOW, contact(run.state.settings, ask.flow, { secure: wantsSips(ask.request) })];
  if (described === null) answerAtOnce(run, ask, { status: 200, headers: common });
  else {
    keepDescription(leg, described);
    answerAtOnce(run, ask, { status: 200, headers: [...common, SDP_TYPE], body: encodeText(described.sdp) });
  }
  if (leg.phase.kind !== 'ringing') tellDialog(run, leg);
}

/** What we say to a new offer; to none, what we said last. null: 488, and the call goes on as it was. */
function redescribe(leg: Leg, request: SipRequest): Refresh | null {
  if (leg.localSdp === null) return null;
  const body = sessionBody(request);
  if (body.kind !== 'sdp') return leg.media === null ? null : { sdp: leg.localSdp, media: leg.media };
  return refresh({ media: leg.media, sdp: leg.localSdp }, body.sdp);
}
function keepDescription(leg: Leg, { sdp, media }: Refresh): void {
  leg.localSdp = sdp;
  leg.media = media;
}

/** §14.2: between 0 and 10 seconds, by lot. */
const retryAfter = (run: Run, { key }: Asked): { readonly name: string; readonly value: string } => ({
  name: 'retry-after',
  value: String(Number.parseInt(named(run.state.tokens, `retry ${key}`).slice(0, 4), 16) % 11),
});

/** The ACK of a 2xx (§13.3.1.4): our resending ends, and a late offer has its answer. */
export function receiveAckOf2xx(run: Run, request: SipRequest): void {
  const leg = legOf(run.state, dialogOf(request));
  const phase = leg?.phase;
  if (leg === null || phase?.kind !== 'unacknowledged' || sequenceOf(request)?.number !== phase.sequence) {
    run.effects.push({ kind: 'dropped', because: 'ack-for-nothing' });
    return;
  }
  const body = sessionBody(request);
  const sdp = phase.of === 'late-offer' && body.kind === 'sdp' ? body.sdp : null;
  const agreed = sdp === null ? null : negotiate(sdp);
  if (agreed?.ok === true) leg.media = agreed.value;
  enter(run, leg, { kind: 'up', ack: null });
  if (phase.of !== 'refresh') run.effects.push({ kind: 'acknowledged', leg: leg.id, sdp });
  if (phase.thenHangUp) sayBye(run, leg);
  else if (sdp !== null) tellDialog(run, leg);
}
