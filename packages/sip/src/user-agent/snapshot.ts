import { dialogKey } from '../dialog/dialog.ts';
import { countWithheld } from './legs.ts';
import type { Credentials } from '../digest/response.ts';
import type { Leg, Run, UserAgentState } from './state.ts';
import type { DialogSnapshot } from './types.ts';

/** Tells the log what the dialog is now. */
export function tellDialog(run: Run, leg: Leg): void {
  run.effects.push({ kind: 'dialog', leg: leg.id, dialog: snapshotOf(leg) });
}
export function tellDialogGone(run: Run, leg: Leg): void {
  run.effects.push({ kind: 'dialog', leg: leg.id, dialog: null });
}

function snapshotOf(leg: Leg): DialogSnapshot | null {
  if (leg.dialog === null) return null;
  return { leg: leg.id, withheld: leg.withheld, ...leg.dialog, localSdp: leg.localSdp, media: leg.media };
}

/**
 * [UA-12] Takes up dialogs after a restart: BYE works both ways again, and so does all else inside them. No snapshot
 * has credentials: `credentialsOf` gives them again, for peers that challenge (docs/decisions/0045).
 */
export function restoreDialogs(
  state: UserAgentState,
  snapshots: readonly DialogSnapshot[],
  credentialsOf: (snapshot: DialogSnapshot) => Credentials | null = () => null,
): void {
  for (const snapshot of snapshots) {
    const { leg: id, withheld, localSdp, media, ...dialog } = snapshot;
    const credentials = credentialsOf(snapshot);
    // A connection of the process before is gone with it; the shell opens another.
    const flow = dialog.flow.transport === 'udp' ? dialog.flow : { ...dialog.flow, id: '' };
    const leg: Leg = {
      id,
      withheld,
      callId: dialog.callId,
      phase: { kind: 'up', ack: null },
      dialog: { ...dialog, flow },
      localSdp,
      media,
      scheduled: null,
      ...(credentials && { credentials }),
    };
    state.legs.set(id, leg);
    state.dialogs.set(dialogKey(dialog), id);
    if (withheld) countWithheld(state, dialog.callId, 1);
  }
}
