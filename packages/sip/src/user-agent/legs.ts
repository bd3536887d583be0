import { earliest, unreachable, type Instant } from '@pledgeline/core';
import { dialogKey } from '../dialog/dialog.ts';
import { schedule } from './drive.ts';
import type { Leg, Phase, Run, UserAgentState } from './state.ts';
import type { LegId } from './types.ts';

export function keepLeg(run: Run, leg: Leg): void {
  run.state.legs.set(leg.id, leg);
  if (leg.dialog !== null) run.state.dialogs.set(dialogKey(leg.dialog), leg.id);
  if (leg.withheld) countWithheld(run.state, leg.callId, 1);
  schedule(run, leg, `l ${leg.id}`, legWakesAt(leg.phase));
}

export function removeLeg(run: Run, leg: Leg): void {
  run.state.legs.delete(leg.id);
  if (leg.dialog !== null) run.state.dialogs.delete(dialogKey(leg.dialog));
  if (leg.withheld) countWithheld(run.state, leg.callId, -1);
}

/** [WH-6] A call stays withheld until its last leg is gone. */
export function countWithheld({ withheldCalls }: UserAgentState, callId: string, by: 1 | -1): void {
  const legs = (withheldCalls.get(callId) ?? 0) + by;
  if (legs > 0) withheldCalls.set(callId, legs);
  else withheldCalls.delete(callId);
}

export function enter(run: Run, leg: Leg, phase: Phase): void {
  leg.phase = phase;
  schedule(run, leg, `l ${leg.id}`, legWakesAt(phase));
}

/** When the leg itself has something to do; null: never. */
export function legWakesAt(phase: Phase): Instant | null {
  switch (phase.kind) {
    case 'ringing':
      return earliest(phase.remindAt, phase.expiresAt);
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

/** The leg of a dialog that a message names; null: none of ours. */
export function legOf(
  state: UserAgentState,
  dialog: { readonly callId: string; readonly localTag: string; readonly remoteTag: string },
): Leg | null {
  const id: LegId | undefined = state.dialogs.get(dialogKey(dialog));
  return (id === undefined ? undefined : state.legs.get(id)) ?? null;
}
