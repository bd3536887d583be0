import { after } from '@pledgeline/core';
import { dialogKey } from '../dialog/dialog.ts';
import type { Credentials } from '../digest/response.ts';
import type { SessionTimer } from '../dialog/session-timer.ts';
import { countWithheld, legWakesAt, UNSPOKEN } from './legs.ts';
import type { Leg, Run, UserAgentState } from './state.ts';
import type { DialogSnapshot } from './types.ts';
import { pushWake } from './wakes.ts';

/** Tells the log what the dialog of a call that stands is now. */
export function tellDialog(run: Run, leg: Leg): void {
  if (leg.phase.kind !== 'up' && leg.phase.kind !== 'unacknowledged') return;
  run.effects.push({ kind: 'dialog', leg: leg.id, dialog: snapshotOf(leg) });
}
export function tellDialogGone(run: Run, leg: Leg): void {
  run.effects.push({ kind: 'dialog', leg: leg.id, dialog: null });
}

function snapshotOf(leg: Leg): DialogSnapshot | null {
  if (leg.dialog === null) return null;
  const { id, withheld, dialog, localSdp, media, calling, wish, updates, session, acceptsRefer } = leg;
  return { leg: id, withheld, ...dialog, localSdp, media, calling, wish, updates, session, acceptsRefer };
}

/**
 * [UA-12] [SES-6] Takes up dialogs after a restart: BYE works both ways again, and so does all else inside them. No snapshot
 * has credentials: `credentialsOf` gives them again, for peers that challenge (docs/decisions/0045).
 */
export function restoreDialogs(
  state: UserAgentState,
  snapshots: readonly DialogSnapshot[],
  credentialsOf: (snapshot: DialogSnapshot) => Credentials | null = () => null,
): void {
  for (const snapshot of snapshots) {
    const {
      leg: id,
      withheld,
      localSdp,
      media,
      calling,
      wish,
      updates,
      session,
      acceptsRefer,
      ...dialog
    } = snapshot;
    const credentials = credentialsOf(snapshot);
    // A connection of the process before is gone with it; the shell opens another.
    const flow = dialog.flow.transport === 'udp' ? dialog.flow : { ...dialog.flow, id: '' };
    const leg: Leg = {
      id,
      withheld,
      callId: dialog.callId,
      phase: { kind: 'up', ack: null },
      dialog: { ...dialog, flow },
      ...UNSPOKEN,
      localSdp,
      media,
      calling: calling ?? false,
      wish: wish ?? 'sendrecv',
      updates: updates ?? false,
      acceptsRefer: acceptsRefer ?? false,
      session: session === undefined || session === null ? null : resumed(session),
      early: [],
      scheduled: null,
      ...(credentials && { credentials }),
    };
    state.legs.set(id, leg);
    state.dialogs.set(dialogKey(dialog), id);
    if (withheld) countWithheld(state, dialog.callId, 1);
    leg.scheduled = legWakesAt(leg);
    if (leg.scheduled !== null) pushWake(state.wakes, { at: leg.scheduled, owner: `l ${id}` });
  }
}

/** A refresh that was on its way when the process ended may never have left: it is said at once. */
const resumed = (session: SessionTimer): SessionTimer =>
  session.refresher === 'us' && session.refreshAt === null
    ? { ...session, refreshAt: after(session.expiresAt, -1_000 * session.seconds) }
    : session;
