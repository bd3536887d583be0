import { wantsSips } from '../transport/secure.ts';
import { after } from '@pledgeline/core';
import { replacesIn } from '../dialog/replaces.ts';
import { nextRequest } from '../dialog/request.ts';
import { parseAddress } from '../grammar/address.ts';
import { encodeText } from '../grammar/octets.ts';
import { writeUri, type SipUri } from '../grammar/uri.ts';
import { LIMITS } from '../limits.ts';
import { header, headerValues, sequenceOf } from '../message/message.ts';
import { reasonOf } from '../message/respond.ts';
import { answerAtOnce, type Asked } from './answering.ts';
import { flowFor, NOBODY, startClient } from './ending.ts';
import { legOf, reschedule } from './legs.ts';
import { contact, withVia } from './outgoing-message.ts';
import { tellDialog } from './snapshot.ts';
import type { Leg, Run, UserAgentState } from './state.ts';
import type { LegId } from './types.ts';

/** RFC 3515: a telephone of the house wants its call handed on. */
export function receiveRefer(run: Run, ask: Asked, leg: Leg): void {
  const { request, flow } = ask;
  // [DLG-10] The line hands no call on at a carrier's wish; and a withheld caller's target is not even read.
  const stands = leg.phase.kind === 'up' || leg.phase.kind === 'unacknowledged';
  if (!leg.acceptsRefer || leg.withheld || !stands) return answerAtOnce(run, ask, { status: 603 });
  const target = targetOf(run.state, headerValues(request, 'refer-to'));
  if (target.kind === 'refused') return answerAtOnce(run, ask, { status: target.status });
  if (leg.referral !== null) return answerAtOnce(run, ask, { status: 491 });
  const silent = header(request, 'refer-sub')?.toLowerCase() === 'false';
  const quiet = silent ? [{ name: 'refer-sub', value: 'false' }] : [];
  answerAtOnce(run, ask, {
    status: 202,
    headers: [contact(flow, { secure: wantsSips(request) }), ...quiet],
  });
  run.effects.push({ kind: 'referred', leg: leg.id, to: target.to, replaces: target.replaces });
  if (silent) return;
  const id = sequenceOf(request)?.number ?? 0;
  leg.referral = { id, expiresAt: after(run.now, LIMITS.referralMs) };
  notify(run, leg, { status: 100, state: activeState(leg, run) });
}

type Target =
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'target'; readonly to: string; readonly replaces: LegId | null };

/** [REF-2] Where to; and which of our calls is to take the place of the one that is handed on. */
function targetOf(state: UserAgentState, values: readonly string[]): Target {
  const uri = values.length === 1 ? (parseAddress(values[0]!)?.uri ?? null) : null;
  if (uri === null) return { kind: 'refused', status: 400 };
  if (uri.kind === 'other') return { kind: 'refused', status: 416 };
  if (uri.kind === 'tel') return { kind: 'target', to: writeUri(uri), replaces: null };
  const replaces = replacesIn(uri);
  if (replaces === null) return { kind: 'refused', status: 400 };
  const leg = replaces === undefined ? null : legOf(state, replaces);
  // 481 would tell the telephone that its own call is gone.
  if (replaces !== undefined && leg === null) return { kind: 'refused', status: 603 };
  return { kind: 'target', to: writeUri(bare(uri)), replaces: leg?.id ?? null };
}

const bare = (uri: SipUri): SipUri => ({
  ...uri,
  headers: null,
  parameters: uri.parameters.filter(({ name }) => name !== 'method'),
});

/** [REF-3] What became of it: provisional, or final, which ends the subscription (§2.4.5). */
export function tellReferral(run: Run, leg: Leg, status: number): void {
  if (leg.referral === null || leg.phase.kind === 'ending') return;
  const sound = status >= 100 && status <= 699 ? Math.trunc(status) : 500;
  notify(run, leg, {
    status: sound,
    state: sound < 200 ? activeState(leg, run) : 'terminated;reason=noresource',
  });
  if (sound >= 200) leg.referral = null;
}

/** Nobody said what became of it. */
export function expireReferral(run: Run, leg: Leg): void {
  notify(run, leg, { status: 408, state: 'terminated;reason=timeout' });
  leg.referral = null;
}

const activeState = ({ referral }: Leg, run: Run): string =>
  `active;expires=${Math.max(0, Math.ceil(((referral?.expiresAt ?? run.now) - run.now) / 1_000))}`;

function notify(
  run: Run,
  leg: Leg,
  { status, state }: { readonly status: number; readonly state: string },
): void {
  if (leg.dialog === null || leg.referral === null) return;
  const next = nextRequest(leg.dialog, 'NOTIFY', [
    contact(leg.dialog.flow, { secure: leg.dialog.remoteTarget.startsWith('sips:') }),
    { name: 'event', value: `refer;id=${leg.referral.id}` },
    { name: 'subscription-state', value: state },
    { name: 'content-type', value: 'message/sipfrag;version=2.0' },
  ]);
  leg.dialog = next.dialog;
  const flow = flowFor(next.dialog, 600);
  const body = encodeText(`SIP/2.0 ${status} ${reasonOf(status)}\r\n`);
  startClient(run, withVia(run, { ...next.request, body }, flow), flow, NOBODY);
  reschedule(run, leg);
  // The CSeq has gone up.
  tellDialog(run, leg);
}
