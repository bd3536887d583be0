import { after, unreachable } from '@pledgeline/core';
import type { Wire } from '../transaction/transaction.ts';
import { isSameFlow, type Flow } from '../transport/flow.ts';
import { expireAsk } from './asks.ts';
import { failClient } from './byes.ts';
import { pursueOurs, settleOurs, tickSession } from './again.ts';
import {
  feedInviteClient,
  feedInviteServer,
  feedServer,
  isOpen,
  remove,
  schedule,
  send,
  wakeOf,
} from './drive.ts';
import { sayBye } from './ending.ts';
import { refuse } from './invite.ts';
import { enter, phaseWakesAt, removeLeg, reschedule, sessionWakesAt, talksOf } from './legs.ts';
import { expireReferral } from './refer.ts';
import { tickProvisional } from './reliable.ts';
import { withdrawTheirs } from './offered.ts';
import { abandon, failCall } from './outgoing.ts';
import type { InviteClient, Leg, Phase, Run, Transaction, UserAgentState } from './state.ts';
import type { AskId, LegId } from './types.ts';
import { popDue, type Wake } from './wakes.ts';

/** Everything whose moment has come. What it schedules for now is done in the same step. */
export function tick(run: Run): void {
  for (let due = popDue(run.state.wakes, run.now); due !== null; due = popDue(run.state.wakes, run.now)) {
    const name = due.owner.slice(2);
    if (due.owner.startsWith('t ')) {
      const transaction = run.state.transactions.get(name);
      if (transaction?.scheduled === due.at) tickTransaction(run, transaction);
    } else if (due.owner.startsWith('a ')) expireAsk(run, name as AskId);
    else {
      const leg = run.state.legs.get(name as LegId);
      if (leg?.scheduled === due.at) tickLeg(run, leg);
    }
  }
  sweepWakes(run.state);
}

/** Calls that are over leave far moments behind; where most are such, the heap is made anew. */
function sweepWakes(state: UserAgentState): void {
  const { wakes, legs, transactions } = state;
  if (wakes.length < 1_000 + 4 * (legs.size + transactions.size)) return;
  const isAlive = ({ at, owner }: Wake): boolean => {
    const name = owner.slice(2);
    const timed = owner.startsWith('t ') ? transactions.get(name) : legs.get(name as LegId);
    return timed?.scheduled === at;
  };
  // What is sorted is a heap.
  const alive = wakes.filter(isAlive).toSorted((one, other) => one.at - other.at);
  wakes.splice(0, wakes.length, ...alive);
}

function tickTransaction(run: Run, transaction: Transaction): void {
  transaction.scheduled = null;
  const wake = wakeOf(transaction);
  if (wake === null || wake > run.now) schedule(run, transaction, `t ${transaction.key}`, wake);
  else feedClock(run, transaction);
}

function feedClock(run: Run, transaction: Transaction): void {
  const clock = { kind: 'clock' } as const;
  switch (transaction.role) {
    case 'invite-server':
      return feedInviteServer(run, transaction, clock);
    case 'server':
      return feedServer(run, transaction, clock);
    case 'invite-client':
      if (isOpen(transaction) && transaction.giveUpAt !== null && transaction.giveUpAt <= run.now) {
        remove(run.state, transaction);
        return failInvite(run, transaction, 408);
      }
      return feedInviteClient(run, transaction, clock, () => failInvite(run, transaction, 408));
    case 'client':
      return failClient(run, transaction, clock);
    default:
      return unreachable(transaction);
  }
}

/** No answer to our INVITE: 408 for silence, 503 for a transport that failed (§8.1.3.1); 487 where we gave up first. */
function failInvite(run: Run, transaction: InviteClient, status: number): void {
  const leg = run.state.legs.get(transaction.leg);
  if (transaction.within !== null)
    return settleOurs(run, transaction.leg, { transaction: transaction.key, status, response: null });
  if (leg?.phase.kind === 'calling') failCall(run, leg, leg.phase.cancel === 'none' ? status : 487);
}

function tickLeg(run: Run, leg: Leg): void {
  leg.scheduled = null;
  const wake = phaseWakesAt(leg.phase);
  if (wake !== null && wake <= run.now) tickPhase(run, leg);
  tickTalk(run, leg);
  const session = sessionWakesAt(leg);
  if (leg.referral !== null && leg.referral.expiresAt <= run.now) expireReferral(run, leg);
  if (leg.session !== null && session !== null && session <= run.now) tickSession(run, leg, leg.session);
  if (run.state.legs.get(leg.id) === leg) reschedule(run, leg);
}

/** What is negotiated inside the call: theirs was not answered in time, ours may be said now. */
function tickTalk(run: Run, leg: Leg): void {
  for (const talk of talksOf(leg)) {
    if (talk.theirs !== null && talk.theirs.giveUpAt <= run.now) withdrawTheirs(run, leg, talk, 504);
    if (talk.ours?.kind === 'waiting' && talk.ours.at <= run.now) pursueOurs(run, leg, talk);
  }
}

function tickPhase(run: Run, leg: Leg): void {
  switch (leg.phase.kind) {
    case 'ringing':
      return tickRinging(run, leg, leg.phase);
    case 'calling':
      return abandon(run, leg, leg.phase);
    case 'unacknowledged':
      return tickUnacknowledged(run, leg, leg.phase);
    case 'up':
    case 'ending':
      return undefined;
    default:
      return unreachable(leg.phase);
  }
}

function tickRinging(run: Run, leg: Leg, phase: Phase & { readonly kind: 'ringing' }): void {
  if (phase.expiresAt === null || run.now < phase.expiresAt) return tickProvisional(run, leg, phase);
  // [UA-6] §13.3.1: the caller's patience, as its INVITE says.
  refuse(run, leg, phase, { status: 487 });
  run.effects.push({ kind: 'cancelled', leg: leg.id });
}

function tickUnacknowledged(run: Run, leg: Leg, phase: Phase & { readonly kind: 'unacknowledged' }): void {
  if (run.now >= phase.giveUpAt) {
    // [DLG-7] §13.3.1.4: nobody acknowledged; the dialog is ended with BYE.
    run.effects.push({ kind: 'lost', leg: leg.id, because: 'no-ack' });
    return sayBye(run, leg);
  }
  const wire: Wire = phase.ok;
  send(run, phase.flow, wire);
  const intervalMs = Math.min(2 * phase.intervalMs, run.state.settings.timers.t2Ms);
  enter(run, leg, { ...phase, intervalMs, resendAt: after(run.now, intervalMs) });
}

/** [UA-11] A connection is gone: its transactions end, calls that ring on it are lost, those that are up go on. */
export function failFlow(run: Run, flow: Flow): void {
  const { transactions, legs } = run.state;
  const failed = [...transactions.values()].filter((each) => isSameFlow(each.flow, flow));
  for (const leg of legs.values()) forget(leg, flow);
  for (const transaction of failed) failTransaction(run, transaction);
}

function forget(leg: Leg, flow: Flow): void {
  if (flow.transport === 'udp') return;
  if (leg.dialog !== null && isSameFlow(leg.dialog.flow, flow))
    leg.dialog = { ...leg.dialog, flow: { ...flow, id: '' } };
  if (leg.phase.kind === 'unacknowledged' && isSameFlow(leg.phase.flow, flow))
    leg.phase = { ...leg.phase, flow: { ...flow, id: '' } };
}

function failTransaction(run: Run, transaction: Transaction): void {
  if (transaction.role === 'client') return failClient(run, transaction, { kind: 'transport-failed' });
  if (transaction.role === 'invite-client')
    return feedInviteClient(run, transaction, { kind: 'transport-failed' }, () =>
      failInvite(run, transaction, 503),
    );
  remove(run.state, transaction);
  const leg =
    transaction.role === 'invite-server' && transaction.leg !== null
      ? run.state.legs.get(transaction.leg)
      : undefined;
  if (leg?.phase.kind !== 'ringing') return;
  removeLeg(run, leg);
  run.effects.push({ kind: 'lost', leg: leg.id, because: 'flow-failed' });
}
