import { parseAddress, tagOf } from '../grammar/address.ts';
import { uriParameter, writeUri, type SipUri } from '../grammar/uri.ts';
import {
  addressOf,
  callIdOf,
  header,
  listValues,
  sequenceOf,
  tagIn,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';

/** RFC 3261 §12. Never changed in place: each function gives the next one. */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  /** Empty where the peer knows no tags (RFC 2543). */
  readonly remoteTag: string;
  /** From or To without the tag, as written. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly localSequence: number;
  /** null: the peer has not sent a request yet. */
  readonly remoteSequence: number | null;
  /** The URI in the peer's latest Contact. */
  readonly remoteTarget: string;
  /** Record-Route values in the order that our requests take. */
  readonly routeSet: readonly string[];
  readonly flow: Flow;
}

export const dialogKey = (of: Pick<Dialog, 'callId' | 'localTag' | 'remoteTag'>): string =>
  `${of.callId}|${of.localTag}|${of.remoteTag}`;

/** [DLG-1] §12.1.1: the called side's; the route set is Record-Route as it came. */
export function uasDialog(invite: SipRequest, localTag: string, flow: Flow): Dialog {
  return {
    callId: callIdOf(invite),
    localTag,
    remoteTag: tagIn(invite, 'from') ?? '',
    localAddress: untagged(header(invite, 'to') ?? ''),
    remoteAddress: untagged(header(invite, 'from') ?? ''),
    localSequence: 0,
    remoteSequence: sequenceOf(invite)?.number ?? null,
    remoteTarget: contactUri(invite) ?? '',
    routeSet: listValues(invite, 'record-route') ?? [],
    flow,
  };
}

/**
 * [DLG-2] §12.1.2: the calling side's; the route set is Record-Route backwards. A 2xx without Contact breaks §12.1.1;
 * what was called stands for it, so that it can be acknowledged and ended.
 */
export function uacDialog(invite: SipRequest, response: SipResponse, flow: Flow): Dialog {
  const remoteTarget = contactUri(response) ?? invite.uri;
  return {
    callId: callIdOf(invite),
    localTag: tagIn(invite, 'from') ?? '',
    remoteTag: tagIn(response, 'to') ?? '',
    localAddress: untagged(header(invite, 'from') ?? ''),
    remoteAddress: untagged(header(invite, 'to') ?? ''),
    localSequence: sequenceOf(invite)?.number ?? 1,
    remoteSequence: null,
    remoteTarget,
    routeSet: (listValues(response, 'record-route') ?? []).toReversed(),
    flow,
  };
}

/** [DLG-3] §12.2.2: a request with a lower number than the last is out of order; null says so (500). */
export function acceptSequence(dialog: Dialog, request: SipRequest): Dialog | null {
  const number = sequenceOf(request)?.number ?? 0;
  if (dialog.remoteSequence !== null && number < dialog.remoteSequence) return null;
  return { ...dialog, remoteSequence: number };
}

/** [DLG-4] §12.2.2: INVITE and UPDATE move the remote target; the route set stays for the dialog's life. */
export function refreshTarget(dialog: Dialog, message: SipRequest | SipResponse, flow: Flow): Dialog {
  return { ...dialog, remoteTarget: contactUri(message) ?? dialog.remoteTarget, flow };
}

function contactUri(message: SipRequest | SipResponse): string | null {
  const first = listValues(message, 'contact')?.[0];
  const address = first === undefined ? null : parseAddress(first);
  return address === null || address.uri.kind !== 'sip' ? null : writeUri({ ...address.uri, headers: null });
}

/** The value up to its parameters, which stand outside quotes and brackets. */
function untagged(value: string): string {
  const address = parseAddress(value);
  if (address === null || tagOf(address) === null) return value;
  const bracket = value.lastIndexOf('>');
  return value.slice(0, value.indexOf(';', Math.max(bracket, 0)));
}

export interface Routed {
  readonly requestUri: string;
  readonly routes: readonly string[];
  /** Where it goes next; null: a URI that is not SIP. */
  readonly hop: SipUri | null;
}

/** [DLG-5] §12.2.1.1: loose routing, and strict routing where the first hop does not say `lr`. */
export function route({ remoteTarget, routeSet }: Dialog): Routed {
  const target = sipUri(`<${remoteTarget}>`);
  const first = routeSet.length === 0 ? null : sipUri(routeSet[0]!);
  if (first === null) return { requestUri: remoteTarget, routes: [], hop: target };
  if (uriParameter(first, 'lr') !== undefined)
    return { requestUri: remoteTarget, routes: routeSet, hop: first };
  const requestUri = writeUri({ ...first, headers: null });
  return { requestUri, routes: [...routeSet.slice(1), `<${remoteTarget}>`], hop: first };
}

function sipUri(value: string): SipUri | null {
  const uri = parseAddress(value)?.uri;
  return uri?.kind === 'sip' ? uri : null;
}

/** Whether a message's To says that it belongs to a dialog. */
export const isInDialog = (request: SipRequest): boolean => {
  const to = addressOf(request, 'to');
  return to !== null && tagOf(to) !== null;
};
