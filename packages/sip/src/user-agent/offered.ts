import { wantsSips } from '../transport/secure.ts';
import { after } from '@pledgeline/core';
import { refreshTarget } from '../dialog/dialog.ts';
import { encodeText } from '../grammar/octets.ts';
import { LIMITS } from '../limits.ts';
import { NO_BODY, sequenceOf, type Header, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { ownDirection, wishAfter } from '../offer-answer/direction.ts';
import type { Negotiated } from '../offer-answer/media.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { refresh, reoffer, type Refresh } from '../offer-answer/refresh.ts';
import { answerAtOnce, answerTheirs, openInvite, openServer, respondIn, type Asked } from './answering.ts';
import { feedInviteServer } from './drive.ts';
import { unacknowledged } from './invite.ts';
import { enter, isAgreedEarly, reschedule, talksOf } from './legs.ts';
import { ALLOW, contact, SDP_TYPE, SUPPORTED, writeResponse } from './outgoing-message.ts';
import { grant } from './session.ts';
import { tellDialog } from './snapshot.ts';
import { tellDirection } from './sound.ts';
import type { Leg, Run, Talk } from './state.ts';
import { named } from './tokens.ts';

/** [DLG-8] §14.2: a second INVITE before the first is answered 500, before its ACK 491; while ours is on its way 491. */
export function receiveReinvite(run: Run, ask: Asked, leg: Leg): void {
  if (leg.phase.kind === 'ringing' || leg.theirs !== null) return answerComeAgain(run, ask);
  if (leg.phase.kind !== 'up' || leg.ours?.kind === 'asking') return answerAtOnce(run, ask, { status: 491 });
  const found = redescribe(leg, ask.request);
  if (found.kind === 'refused' || leg.dialog === null) return answerAtOnce(run, ask, { status: 488 });
  const transaction = openInvite(run, ask, leg.id);
  if (found.kind === 'told') {
    const trying = writeResponse(run, ask.request, ask.flow, { status: 100, toTag: null });
    feedInviteServer(run, transaction, { kind: 'respond', status: 100, wire: trying });
    return tellOffer(run, ask, leg, leg, found);
  }
  leg.dialog = refreshTarget(leg.dialog, ask.request, ask.flow);
  const body = encodeText(found.refresh.sdp);
  const headers = [...HEADERS, ...grant(run, leg, ask.request)];
  const { wire } = respondIn(run, transaction, leg.dialog.localTag, { status: 200, headers, body });
  const of = found.asked ? 're-offer' : 'refresh';
  if (found.asked) leg.localSdp = found.refresh.sdp;
  else keepDescription(run, leg, leg, found.refresh);
  const sequence = sequenceOf(ask.request)?.number ?? 0;
  enter(run, leg, unacknowledged(run, { ok: wire, sequence, of, flow: ask.replyTo }));
  tellDialog(run, leg);
}
const HEADERS: readonly Header[] = [ALLOW, SUPPORTED, SDP_TYPE];

/** RFC 3311 §5.2: 500 while an offer of theirs is not answered, 491 while one of ours is not. */
export function receiveUpdate(run: Run, ask: Asked, leg: Leg, talk: Talk): void {
  const offered = sessionBody(ask.request).kind === 'sdp';
  if (offered && talk.ours?.kind === 'asking') return answerAtOnce(run, ask, { status: 491 });
  if (offered && !mayBeOffered(leg, talk)) return answerComeAgain(run, ask);
  if (talk.dialog === null) return answerAtOnce(run, ask, { status: 481 });
  const found = offered ? redescribe(talk, ask.request) : null;
  if (found?.kind === 'refused') return answerAtOnce(run, ask, { status: 488 });
  if (found?.kind === 'told') {
    openServer(run, ask);
    return tellOffer(run, ask, leg, talk, found);
  }
  talk.dialog = refreshTarget(talk.dialog, ask.request, ask.flow);
  const common = [
    ALLOW,
    SUPPORTED,
    contact(ask.flow, { secure: wantsSips(ask.request) }),
    ...granted(run, leg, ask.request),
  ];
  if (found === null) answerAtOnce(run, ask, { status: 200, headers: common });
  else {
    const body = encodeText(found.refresh.sdp);
    answerAtOnce(run, ask, { status: 200, headers: [...common, SDP_TYPE], body });
    keepDescription(run, leg, talk, found.refresh);
  }
  tellDialog(run, leg);
}

const mayBeOffered = (leg: Leg, talk: Talk): boolean =>
  talk.theirs === null && (leg.phase.kind === 'up' || isAgreedEarly(leg, talk));

/** A session begins with the call's answer. */
const granted = (run: Run, leg: Leg, request: SipRequest): readonly Header[] =>
  leg.phase.kind === 'up' || leg.phase.kind === 'unacknowledged' ? grant(run, leg, request) : [];

type Found =
  | { readonly kind: 'refused' }
  /** `asked`: ours is the offer, and the ACK brings the answer. */
  | { readonly kind: 'answered'; readonly refresh: Refresh; readonly asked: boolean }
  | { readonly kind: 'told'; readonly sdp: string; readonly offered: Negotiated };

/** [DLG-9] What changes nothing but the direction we answer by ourselves, what our sound cannot do we refuse. */
export function redescribe(talk: Talk, request: SipRequest): Found {
  const was = { media: talk.media, sdp: talk.localSdp, wish: talk.wish };
  const body = sessionBody(request);
  if (body.kind !== 'sdp') {
    const ours = reoffer(was);
    return ours === null ? { kind: 'refused' } : { kind: 'answered', refresh: ours, asked: true };
  }
  const offered = negotiate(body.sdp);
  if (!offered.ok) return { kind: 'refused' };
  const same = refresh(was, offered.value);
  return same === null
    ? { kind: 'told', sdp: body.sdp, offered: offered.value }
    : { kind: 'answered', refresh: same, asked: false };
}

export function keepDescription(run: Run, leg: Leg, talk: Talk, { sdp, media }: Refresh): void {
  const was = talk.media;
  talk.localSdp = sdp;
  talk.media = media;
  tellDirection(run, leg, was, media);
}

/** [AGN-6] Only the shell can move the sound: it is asked, and has a while to answer. */
function tellOffer(
  run: Run,
  ask: Asked,
  leg: Leg,
  talk: Talk,
  found: Found & { readonly kind: 'told' },
): void {
  const { request, flow, key } = ask;
  talk.theirs = {
    method: request.method === 'INVITE' ? 'INVITE' : 'UPDATE',
    request: { ...request, body: NO_BODY },
    flow,
    transaction: key,
    offered: found.offered,
    giveUpAt: after(run.now, LIMITS.answerAgainMs),
  };
  run.effects.push({ kind: 'offered-again', leg: leg.id, sdp: found.sdp });
  reschedule(run, leg);
}

/** The shell's word on `offered-again`. */
export function answerAgain(run: Run, leg: Leg, sdp: string): void {
  const talk = pondering(run, leg);
  if (talk === null) return;
  const { theirs, dialog } = talk;
  if (theirs === null || dialog === null) return;
  talk.theirs = null;
  const { request, flow, offered } = theirs;
  talk.dialog = refreshTarget(dialog, request, flow);
  const contacts = theirs.method === 'UPDATE' ? [contact(flow, { secure: wantsSips(theirs.request) })] : [];
  const headers = [...HEADERS, ...contacts, ...granted(run, leg, request)];
  const replyTo = run.state.transactions.get(theirs.transaction)?.flow ?? flow;
  const wire = answerTheirs(run, theirs, { status: 200, headers, body: encodeText(sdp) });
  if (wire === null) return;
  const said = ownDirection(sdp);
  talk.wish = wishAfter(talk.wish, { left: offered.direction, said });
  talk.localSdp = sdp;
  talk.media = { ...offered, direction: said };
  const sequence = sequenceOf(request)?.number ?? 0;
  if (theirs.method === 'INVITE')
    enter(run, leg, unacknowledged(run, { ok: wire, sequence, of: 'refresh', flow: replyTo }));
  tellDialog(run, leg);
}

export function refuseAgain(run: Run, leg: Leg, status = 488): void {
  const talk = pondering(run, leg);
  const final = status >= 300 && status <= 699 ? Math.trunc(status) : 488;
  if (talk === null || talk.theirs === null) return;
  answerTheirs(run, talk.theirs, { status: final });
  talk.theirs = null;
}

/** The dialog in which the shell was asked; null: it was not. */
function pondering(run: Run, leg: Leg): Talk | null {
  const talk = talksOf(leg).find(({ theirs }) => theirs !== null);
  if (talk === undefined) run.effects.push({ kind: 'dropped', because: 'no-offer' });
  return talk ?? null;
}

/** [AGN-6] Nobody answered in time, or the peer took it back: RFC 3311 §5.2 has 504 for who must ask somebody. */
export function withdrawTheirs(run: Run, leg: Leg, talk: Talk, status: 487 | 504): void {
  if (talk.theirs === null) return;
  answerTheirs(run, talk.theirs, { status });
  talk.theirs = null;
  run.effects.push({ kind: 'offer-withdrawn', leg: leg.id });
}

/** §14.2: come again between 0 and 10 seconds, by lot. */
function answerComeAgain(run: Run, ask: Asked): void {
  const lot = Number.parseInt(named(run.state.tokens, `retry ${ask.key}`).slice(0, 4), 16);
  answerAtOnce(run, ask, { status: 500, headers: [{ name: 'retry-after', value: String(lot % 11) }] });
}
