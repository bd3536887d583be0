import { after, earliest, unreachable, type Instant } from '@pledgeline/core';
import { dialogKey, type Dialog } from '../dialog/dialog.ts';
import { lifetimeMs } from '../transaction/transaction.ts';
import { answerTheirs } from './answering.ts';
import { schedule, settle } from './drive.ts';
import type { Early, Leg, Phase, Run, Talk, UserAgentState } from './state.ts';
import type { LegId } from './types.ts';

export function keepLeg(run: Run, leg: Leg): void {
  run.state.legs.set(leg.id, leg);
  if (leg.dialog !== null) run.state.dialogs.set(dialogKey(leg.dialog), leg.id);
  if (leg.withheld) countWithheld(run.state, leg.callId, 1);
  reschedule(run, leg);
}

/** What a leg begins with. */
export const UNSPOKEN = {
  localSdp: null,
  media: null,
  wish: 'sendrecv',
  ours: null,
  theirs: null,
  updates: false,
  acceptsRefer: false,
  referral: null,
  session: null,
  reliable: 0,
} as const;

export function removeLeg(run: Run, leg: Leg): void {
  stopNegotiating(run, leg);
  dropEarly(run, leg, null);
  run.state.legs.delete(leg.id);
  if (leg.dialog !== null) run.state.dialogs.delete(dialogKey(leg.dialog));
  if (leg.withheld) countWithheld(run.state, leg.callId, -1);
}

/** The call is over: what the peer still asks is answered 487 (§15.1.2), what we asked is not waited for for long. */
export function stopNegotiating(run: Run, leg: Leg): void {
  for (const talk of [leg, ...leg.early]) stopTalk(run, talk);
}

function stopTalk(run: Run, talk: Talk): void {
  if (talk.theirs !== null) answerTheirs(run, talk.theirs, { status: 487 });
  const asked = talk.ours?.kind === 'asking' ? run.state.transactions.get(talk.ours.transaction) : undefined;
  talk.theirs = null;
  talk.ours = null;
  if (asked?.role !== 'invite-client') return;
  asked.giveUpAt = after(run.now, lifetimeMs(run.state.settings.timers));
  settle(run, asked);
}

/** The early dialogs of a call are over: it was answered, or refused. `kept` lives on as the call's. */
export function dropEarly(run: Run, leg: Leg, kept: Early | null): void {
  for (const early of leg.early) {
    run.state.dialogs.delete(dialogKey(early.dialog));
    if (early !== kept) stopTalk(run, early);
  }
  leg.early = [];
}

/** [WH-6] A call stays withheld until its last leg is gone. */
export function countWithheld({ withheldCalls }: UserAgentState, callId: string, by: 1 | -1): void {
  const legs = (withheldCalls.get(callId) ?? 0) + by;
  if (legs > 0) withheldCalls.set(callId, legs);
  else withheldCalls.delete(callId);
}

export function enter(run: Run, leg: Leg, phase: Phase): void {
  leg.phase = phase;
  reschedule(run, leg);
}

/** When the leg itself has something to do; null: never. */
export const legWakesAt = (leg: Leg): Instant | null =>
  earliest(
    phaseWakesAt(leg.phase),
    ...talksOf(leg).map(talkWakesAt),
    sessionWakesAt(leg),
    referralWakesAt(leg),
  );

/** The session of a call that stands. */
export const sessionWakesAt = ({ phase, session }: Leg): Instant | null =>
  session === null || (phase.kind !== 'up' && phase.kind !== 'unacknowledged')
    ? null
    : earliest(session.refreshAt, session.expiresAt);

const referralWakesAt = ({ phase, referral }: Leg): Instant | null =>
  phase.kind === 'ending' ? null : (referral?.expiresAt ?? null);

export function phaseWakesAt(phase: Phase): Instant | null {
  switch (phase.kind) {
    case 'ringing':
      return earliest(
        phase.remindAt,
        phase.expiresAt,
        phase.pending?.resendAt ?? null,
        phase.pending?.giveUpAt ?? null,
      );
    case 'calling':
      return phase.giveUpAt;
    case 'unacknowledged':
      return earliest(phase.resendAt, phase.giveUpAt);
    case 'up':
    case 'ending':
      return null;
    default:
      return unreachable(phase);
  }
}

function talkWakesAt({ ours, theirs }: Talk): Instant | null {
  return earliest(ours?.kind === 'waiting' ? ours.at : null, theirs?.giveUpAt ?? null);
}

/** Notes anew when the leg has something to do. */
export const reschedule = (run: Run, leg: Leg): void => schedule(run, leg, `l ${leg.id}`, legWakesAt(leg));

/** The dialogs of a leg in which something can be asked now. */
export const talksOf = (leg: Leg): readonly Talk[] => (leg.phase.kind === 'calling' ? leg.early : [leg]);

/** Whether a description was agreed on before the call's answer, so that UPDATE may change it (RFC 3311 §5.1). */
export function isAgreedEarly({ phase, early }: Leg, talk: Talk): boolean {
  if (phase.kind === 'ringing') return phase.agreed;
  return phase.kind === 'calling' && early.some((each) => each === talk && each.answer !== null);
}

interface DialogName {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** The leg of a dialog that a message names; null: none of ours. */
export function legOf(state: UserAgentState, dialog: DialogName): Leg | null {
  const id: LegId | undefined = state.dialogs.get(dialogKey(dialog));
  return (id === undefined ? undefined : state.legs.get(id)) ?? null;
}

/** The same, and which of its dialogs it is. */
export function talkOf(
  state: UserAgentState,
  dialog: DialogName,
): { readonly leg: Leg; readonly talk: Talk & { dialog: Dialog } } | null {
  const leg = legOf(state, dialog);
  if (leg === null) return null;
  const talk = [leg, ...leg.early].find((each) => each.dialog?.remoteTag === dialog.remoteTag);
  return talk === undefined ? null : { leg, talk: talk as Talk & { dialog: Dialog } };
}
