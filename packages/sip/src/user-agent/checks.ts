import { parseUri } from '../grammar/uri.ts';
import { isInDialog } from '../dialog/dialog.ts';
import { saysKey } from '../message/keys.ts';
import { header, listValues, type Header, type SipRequest } from '../message/message.ts';
import { sessionBody } from '../message/session-body.ts';
import { isTooBrief } from '../dialog/session-timer.ts';
import { ACCEPT, allow, EXTENSIONS, METHODS } from './outgoing-message.ts';
import { sessionSettings } from './session.ts';
import type { Asked } from './answering.ts';
import type { UserAgentState } from './state.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: readonly Header[];
}

/** RFC 3261 §8.2 in its order: method, Request-URI, loops, extensions, content. null: go on. */
export function refusalOf(state: UserAgentState, { request, key, origin }: Asked): Refusal | null {
  const inDialog = isInDialog(request);
  // [UAS-1] REFER inside a call is declined there (603); everything else that we do not do is 405.
  const registers = state.settings.registrar === true;
  if (!isKnown(request.method, registers) && !(inDialog && request.method === 'REFER'))
    return { status: 405, headers: [allow(state.settings)] };
  // [UAS-2] §8.2.2.1: a scheme that is neither sip, sips nor tel.
  if (parseUri(request.uri)?.kind === 'other') return { status: 416, headers: [] };
  // [UAS-3] No call passes through us to another hop that could lower it further.
  if (!inDialog && header(request, 'max-forwards') === '0') return { status: 483, headers: [] };
  // [UAS-4] §8.2.2.2: the same request by another path.
  const merged = state.origins.get(origin);
  if (!inDialog && merged !== undefined && merged !== key) return { status: 482, headers: [] };
  // [UAS-5] §8.2.2.3: extensions that we do not have.
  const unknown = (listValues(request, 'require') ?? []).filter(
    (each) => !EXTENSIONS.includes(each.toLowerCase()),
  );
  if (unknown.length > 0)
    return { status: 420, headers: [{ name: 'unsupported', value: unknown.join(', ') }] };
  const settings = sessionSettings(state.settings);
  if ((request.method === 'INVITE' || request.method === 'UPDATE') && isTooBrief(request, settings))
    return { status: 422, headers: [{ name: 'min-se', value: String(settings.minSeconds) }] };
  return refusalOfContent(request);
}

const isKnown = (method: string, registers: boolean): boolean =>
  METHODS.some((each) => each === method) || (registers && method === 'REGISTER');

/** [UAS-6] §8.2.3: a body that must be understood and is not. */
function refusalOfContent(request: SipRequest): Refusal | null {
  if (!['INVITE', 'UPDATE', 'PRACK', 'INFO'].includes(request.method)) return null;
  const body = sessionBody(request);
  const understood =
    request.method === 'INFO' ? body.kind === 'none' || saysKey(request) : body.kind !== 'unsupported';
  return understood
    ? null
    : { status: 415, headers: [ACCEPT, { name: 'accept-encoding', value: 'identity' }] };
}
