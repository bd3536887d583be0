import { acceptSequence } from '../dialog/dialog.ts';
import { keyIn, saysKey } from '../message/keys.ts';
import { callIdOf, sequenceOf, tagIn, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { answerAtOnce, type Asked } from './answering.ts';
import { sayBye } from './ending.ts';
import { refuse } from './invite.ts';
import { enter, legOf, removeLeg, talkOf } from './legs.ts';
import { receiveReinvite, receiveUpdate } from './offered.ts';
import { receiveRefer } from './refer.ts';
import { receivePrack } from './reliable.ts';
import { ALLOW } from './outgoing-message.ts';
import { tellDialog, tellDialogGone } from './snapshot.ts';
import { takeMedia } from './sound.ts';
import type { Leg, Run } from './state.ts';

const dialogOf = (request: SipRequest): { callId: string; localTag: string; remoteTag: string } => ({
  callId: callIdOf(request),
  localTag: tagIn(request, 'to') ?? '',
  remoteTag: tagIn(request, 'from') ?? '',
});

/** A request with a To tag: RFC 3261 §12.2.2. */
export function receiveInDialog(run: Run, ask: Asked): void {
  const { request } = ask;
  const found = talkOf(run.state, dialogOf(request));
  if (found === null) return answerAtOnce(run, ask, { status: 481 });
  const { leg, talk } = found;
  if (leg.phase.kind === 'ending')
    return answerAtOnce(run, ask, { status: request.method === 'BYE' ? 200 : 481 });
  const accepted = acceptSequence(talk.dialog, request);
  if (accepted === null) return answerAtOnce(run, ask, { status: 500 });
  talk.dialog = accepted;
  switch (request.method) {
    case 'BYE':
      return receiveBye(run, ask, leg);
    case 'INVITE':
      return receiveReinvite(run, ask, leg);
    case 'UPDATE':
      return receiveUpdate(run, ask, leg, talk);
    case 'PRACK':
      return receivePrack(run, ask, leg);
    case 'OPTIONS':
      return answerAtOnce(run, ask, { status: 200, headers: [ALLOW] });
    case 'INFO':
      return receiveInfo(run, ask, leg);
    default:
      return receiveRefer(run, ask, leg);
  }
}

/** [KEY-1] A key, or nothing at all, which some send to see whether the call still stands. */
function receiveInfo(run: Run, ask: Asked, leg: Leg): void {
  if (!saysKey(ask.request)) return answerAtOnce(run, ask, { status: 200 });
  const key = keyIn(ask.request);
  answerAtOnce(run, ask, { status: key === null ? 400 : 200 });
  if (key !== null) run.effects.push({ kind: 'key', leg: leg.id, key });
}

/** §15.1.2; before our answer it is as good as CANCEL. */
function receiveBye(run: Run, ask: Asked, leg: Leg): void {
  // §15: whom we call has no BYE before its answer.
  if (leg.phase.kind === 'calling') return answerAtOnce(run, ask, { status: 481 });
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

/** The ACK of a 2xx (§13.3.1.4): our resending ends, and a late offer has its answer. */
export function receiveAckOf2xx(run: Run, request: SipRequest): void {
  const leg = legOf(run.state, dialogOf(request));
  const phase = leg?.phase;
  if (leg === null || phase?.kind !== 'unacknowledged' || sequenceOf(request)?.number !== phase.sequence) {
    run.effects.push({ kind: 'dropped', because: 'ack-for-nothing' });
    return;
  }
  const body = sessionBody(request);
  const late = phase.of === 'late-offer' || phase.of === 're-offer';
  const sdp = late && body.kind === 'sdp' ? body.sdp : null;
  const agreed = sdp === null ? null : negotiate(sdp);
  enter(run, leg, { kind: 'up', ack: null });
  if (phase.of === 're-offer') {
    if (sdp !== null && agreed?.ok === true) takeMedia(run, leg, { media: agreed.value, sdp });
  } else if (agreed?.ok === true) leg.media = agreed.value;
  if (phase.of === 'answer' || phase.of === 'late-offer')
    run.effects.push({ kind: 'acknowledged', leg: leg.id, sdp });
  if (phase.thenHangUp) sayBye(run, leg);
  else if (sdp !== null) tellDialog(run, leg);
}
