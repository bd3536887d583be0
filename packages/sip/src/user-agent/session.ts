import { after } from '@pledgeline/core';
import {
  grantedSession,
  grantHeaders,
  grantSession,
  minSessionSeconds,
  sessionTimer,
  type SessionSettings,
} from '../dialog/session-timer.ts';
import { LIMITS, SESSION, SESSION_SECONDS_MAX } from '../limits.ts';
import {
  header,
  names,
  type Header,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { reschedule } from './legs.ts';
import type { Leg, Run } from './state.ts';
import type { UserAgentSettings } from './types.ts';

export const sessionSettings = (settings: UserAgentSettings): SessionSettings => settings.session ?? SESSION;

/** Whether the peer says that it takes UPDATE; where it says nothing, as before. */
export function hearAllow(leg: Leg, message: SipMessage): void {
  if (header(message, 'allow') !== null) leg.updates = allowsUpdate(message);
}
export const allowsUpdate = (message: SipMessage): boolean => names(message, 'allow', 'UPDATE');

/** [SES-1] A request of the peer's is answered 2xx: the session begins anew. What our 2xx says of it. */
export function grant(run: Run, leg: Leg, request: SipRequest): readonly Header[] {
  hearAllow(leg, request);
  const settings = sessionSettings(run.state.settings);
  const granted = grantSession(request, settings, leg.session?.refresher ?? null);
  const least = leg.session?.minSeconds ?? settings.minSeconds;
  leg.session = granted === null ? null : sessionTimer(granted, least, run.now);
  reschedule(run, leg);
  return granted === null ? [] : grantHeaders(granted);
}

/** [SES-3] A request of ours was answered 2xx. */
export function takeGrant(run: Run, leg: Leg, response: SipResponse): void {
  hearAllow(leg, response);
  const settings = sessionSettings(run.state.settings);
  const granted = grantedSession(response, settings);
  const least = leg.session?.minSeconds ?? settings.minSeconds;
  leg.session = granted === null ? null : sessionTimer(granted, least, run.now);
  reschedule(run, leg);
}

/** What our INVITEs and UPDATEs inside the call say of it: who refreshes now goes on doing so (§7.4). */
export function sessionHeaders({ session }: Leg): readonly Header[] {
  if (session === null) return [];
  const refresher = session.refresher === 'us' ? 'uac' : 'uas';
  return [
    { name: 'session-expires', value: `${session.seconds};refresher=${refresher}` },
    { name: 'min-se', value: String(session.minSeconds) },
  ];
}

/** [SES-4] 422: the longer interval that the peer wants; null: none that we can give. */
export function raisedSeconds(response: SipResponse, was: number): number | null {
  const wanted = minSessionSeconds(response);
  return wanted > was && wanted <= SESSION_SECONDS_MAX ? wanted : null;
}

/** Our refresh came to nothing: again in a while, as long as the session lasts. */
export function refreshLater(run: Run, leg: Leg): void {
  if (leg.session?.refresher !== 'us') return;
  leg.session = { ...leg.session, refreshAt: after(run.now, LIMITS.refreshAgainMs) };
  reschedule(run, leg);
}
