import { nextRequest } from '../dialog/request.ts';
import { route, type Dialog } from '../dialog/dialog.ts';
import { writeMessage } from '../message/write.ts';
import type { SipRequest } from '../message/message.ts';
import { branchOf } from '../grammar/via.ts';
import { topVia } from '../message/message.ts';
import { client } from '../transaction/client.ts';
import { flowTo } from '../transport/next-hop.ts';
import type { Flow } from '../transport/flow.ts';
import { newClaim, withKnownAnswers, type Claim } from './claims.ts';
import { keep, send, transportOf } from './drive.ts';
import { enter, removeLeg, stopNegotiating } from './legs.ts';
import { withVia } from './outgoing-message.ts';
import { tellDialogGone } from './snapshot.ts';
import type { Leg, Run } from './state.ts';
import type { LegId, RequestId } from './types.ts';

/** Ends a dialog with BYE. The leg stays until it is answered, to answer what crosses it. */
export function sayBye(run: Run, leg: Leg): void {
  if (leg.dialog === null) return removeLeg(run, leg);
  tellDialogGone(run, leg);
  stopNegotiating(run, leg);
  leg.referral = null;
  enter(run, leg, { kind: 'ending' });
  leg.dialog = sayByeIn(run, leg.dialog, leg.id, claimIn(leg, leg.dialog));
}

/**
 * What a challenge in this dialog is answered with. [DIG-9] Whoever called us may have forged his carrier's address, and
 * named any place as his Contact: who we are is told only where his call came from.
 */
export function claimIn({ credentials, calling }: Leg, dialog: Dialog): Claim | undefined {
  if (credentials === undefined) return undefined;
  const isThere = flowFor(dialog, 400).remote.address === dialog.flow.remote.address;
  return calling || isThere ? newClaim(credentials) : undefined;
}

/** BYE in a dialog that may be no leg of ours (a second fork's). */
export function sayByeIn(run: Run, dialog: Dialog, leg: LegId | null, claim?: Claim): Dialog {
  const next = nextRequest(dialog, 'BYE', []);
  const flow = flowFor(dialog, 400);
  const request = claim === undefined ? next.request : withKnownAnswers(run, next.request, claim);
  startClient(run, withVia(run, request, flow), flow, { ends: leg, told: null, ...(claim && { claim }) });
  return next.dialog;
}

/** Where a request of a dialog goes. */
export function flowFor(dialog: Dialog, bytes: number): Flow {
  const { hop } = route(dialog);
  return hop === null ? dialog.flow : flowTo(hop, dialog.flow, bytes);
}

/** Whom the outcome of a request concerns. */
interface Concerned {
  /** The leg that is over with it. */
  readonly ends: LegId | null;
  /** The leg that hears what became of it. */
  readonly told: LegId | null;
  /** Whoever asked outside of calls. */
  readonly asker?: RequestId;
  /** What a challenge is answered with. */
  readonly claim?: Claim;
}
export const NOBODY: Concerned = { ends: null, told: null };

/** Starts a client transaction for a request that has its Via; its key. */
export function startClient(
  run: Run,
  request: SipRequest,
  flow: Flow,
  { ends, told, ...more }: Concerned,
): string {
  const wire = writeMessage(request);
  const started = client(wire, run.now, transportOf(run, flow));
  const via = topVia(request);
  const key = `client|${via === null ? '' : branchOf(via)}|${request.method}`;
  for (const effect of started.effects) if (effect.kind === 'send') send(run, flow, effect.wire);
  const remembered = more.asker === undefined && more.claim === undefined ? {} : { ...more, request };
  keep(run, {
    role: 'client',
    key,
    flow,
    state: started.state,
    leg: ends,
    told,
    scheduled: null,
    ...remembered,
  });
  return key;
}
