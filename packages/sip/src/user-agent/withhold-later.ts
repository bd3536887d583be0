import { ANONYMOUS, reduceRemoteTarget } from '../withheld/reduce-header.ts';
import { countWithheld } from './legs.ts';
import { tellDialog } from './snapshot.ts';
import type { Leg, Run } from './state.ts';

/**
 * [WH-10] What is to come of this call is reduced as of any that is withheld, and so is what its dialog holds: the peer
 * finds its dialog by Call-ID and tags alone (RFC 3261 §12), and who it said it was is not needed for a BYE.
 */
export function withholdLater(run: Run, leg: Leg): void {
  if (!leg.withheld) countWithheld(run.state, leg.callId, 1);
  leg.withheld = true;
  if (leg.dialog !== null)
    leg.dialog = {
      ...leg.dialog,
      remoteAddress: ANONYMOUS,
      remoteTarget: reduceRemoteTarget(leg.dialog.remoteTarget),
    };
  tellDialog(run, leg);
}
