import { dialogKey, uacDialog, type Dialog } from '../dialog/dialog.ts';
import { nextRequest } from '../dialog/request.ts';
import { LIMITS } from '../limits.ts';
import { header, names, sequenceOf, tagIn, type SipResponse } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { negotiate } from '../offer-answer/negotiate.ts';
import { flowFor, NOBODY, startClient } from './ending.ts';
import { dropEarly } from './legs.ts';
import { withVia } from './outgoing-message.ts';
import { hearAllow } from './session.ts';
import type { Early, InviteClient, Leg, Run } from './state.ts';

/**
 * A provisional response to a call of ours: it makes an early dialog (§12.1.2), and where it is reliable it gets its
 * PRACK (RFC 3262 §4). Whether it is news.
 */
export function hearProvisional(
  run: Run,
  leg: Leg,
  transaction: InviteClient,
  response: SipResponse,
): boolean {
  hearAllow(leg, response);
  const reliable = names(response, 'require', '100rel') ? sequenceIn(response) : null;
  const early = earlyOf(run, leg, transaction, response);
  if (reliable === null || early === null) return reliable === null;
  // [REL-6] §4: in order, each once; what comes too early comes again.
  const isNext = early.sequence === null || reliable === early.sequence + 1;
  if (!isNext || early.dialog.localSequence >= LIMITS.forkRequestsMax) {
    run.effects.push({ kind: 'dropped', because: isNext ? 'too-many-reliable' : 'out-of-order' });
    return false;
  }
  early.sequence = reliable;
  const body = sessionBody(response);
  if (body.kind === 'sdp' && early.answer === null) {
    const agreed = negotiate(body.sdp);
    early.answer = body.sdp;
    early.media = agreed.ok ? agreed.value : null;
  }
  sayPrack(run, early, transaction, reliable);
  return true;
}

/** §7.1; null: none that can be read. */
function sequenceIn(response: SipResponse): number | null {
  const value = header(response, 'rseq') ?? '';
  return /^\d{1,10}$/.test(value) && Number(value) > 0 && Number(value) < 2 ** 32 ? Number(value) : null;
}

/** null: it has no tag, or there are too many of them. */
function earlyOf(run: Run, leg: Leg, transaction: InviteClient, response: SipResponse): Early | null {
  const tag = tagIn(response, 'to') ?? '';
  const known = leg.early.find(({ dialog }) => dialog.remoteTag === tag);
  if (known !== undefined || tag === '' || leg.early.length >= LIMITS.earlyDialogsMax) return known ?? null;
  const early: Early = {
    dialog: uacDialog(transaction.request, response, transaction.flow),
    localSdp: leg.localSdp,
    media: null,
    wish: leg.wish,
    ours: null,
    theirs: null,
    sequence: null,
    answer: null,
  };
  leg.early.push(early);
  run.state.dialogs.set(dialogKey(early.dialog), leg.id);
  return early;
}

function sayPrack(run: Run, early: Early, transaction: InviteClient, reliable: number): void {
  const rack = `${reliable} ${sequenceOf(transaction.request)?.number ?? 1} INVITE`;
  const next = nextRequest(early.dialog, 'PRACK', [{ name: 'rack', value: rack }]);
  early.dialog = next.dialog;
  transaction.said = Math.max(transaction.said, next.dialog.localSequence);
  const flow = flowFor(next.dialog, 400);
  startClient(run, withVia(run, next.request, flow), flow, NOBODY);
}

/**
 * [FRK-1] §13.2.2.4: the dialog of a 2xx. Where it was early, what was agreed on in it stays; its route set is that of
 * the 2xx, and its CSeq goes on above all that any fork has seen.
 */
export function answeredDialog(
  leg: Leg | undefined,
  transaction: InviteClient,
  response: SipResponse,
): Dialog {
  const dialog = uacDialog(transaction.request, response, transaction.flow);
  const early = leg?.early.find((each) => each.dialog.remoteTag === dialog.remoteTag);
  const localSequence = Math.max(transaction.said, early?.dialog.localSequence ?? 0);
  return { ...dialog, localSequence, remoteSequence: early?.dialog.remoteSequence ?? null };
}

/** The early dialog that was answered becomes the call's, the others are over. */
export function settleEarly(run: Run, leg: Leg, dialog: Dialog): void {
  const early = leg.early.find((each) => each.dialog.remoteTag === dialog.remoteTag) ?? null;
  dropEarly(run, leg, early);
  if (early === null) return;
  leg.localSdp = early.localSdp;
  leg.media = early.media;
  leg.wish = early.wish;
  leg.ours = early.ours;
  leg.theirs = early.theirs;
}
