import { after, type Instant } from '@pledgeline/core';
import { SESSION_SECONDS_MAX } from '../limits.ts';
import { header, names, type Header, type SipMessage } from '../message/message.ts';

/** RFC 4028: a call that nobody refreshes is over, so that one whose other end was cut off does not stand for ever. */
export interface SessionTimer {
  readonly seconds: number;
  readonly refresher: 'us' | 'them';
  /** The least that the way to the peer takes (422). */
  readonly minSeconds: number;
  /** When we refresh it; null: the peer does, or ours is on its way. */
  readonly refreshAt: Instant | null;
  /** When we say BYE unless it was refreshed. */
  readonly expiresAt: Instant;
}
export interface SessionSettings {
  /** What we ask for and grant where nobody asks for less. */
  readonly intervalSeconds: number;
  /** Less is answered 422. */
  readonly minSeconds: number;
}
type Agreed = Pick<SessionTimer, 'seconds' | 'refresher'>;

/** [SES-5] §10: refreshed at half of it; BYE 32 seconds before its end, or a third of it where that is less. */
export function sessionTimer({ seconds, refresher }: Agreed, minSeconds: number, now: Instant): SessionTimer {
  const wholeMs = 1_000 * seconds;
  return {
    seconds,
    refresher,
    minSeconds,
    refreshAt: refresher === 'us' ? after(now, wholeMs / 2) : null,
    expiresAt: after(now, wholeMs - Math.min(32_000, Math.floor(wholeMs / 3))),
  };
}

const knowsTimer = (message: SipMessage): boolean =>
  names(message, 'supported', 'timer') || names(message, 'require', 'timer');

/** `1800;refresher=uac`; null: none, or none that can be read. */
function sessionExpires(
  message: SipMessage,
): { readonly seconds: number; readonly refresher: 'uac' | 'uas' | null } | null {
  const match = /^(\d{1,10})\s*(?:;(.*))?$/.exec(header(message, 'session-expires') ?? '');
  if (match === null) return null;
  const refresher = /(?:^|;)\s*refresher\s*=\s*(uac|uas)\b/i.exec(match[2] ?? '')?.[1]?.toLowerCase();
  return {
    seconds: Number(match[1]),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
}

/** What Min-SE says; §5: 90 where it says nothing. */
export function minSessionSeconds(message: SipMessage): number {
  const match = /^(\d{1,10})\s*(?:;.*)?$/.exec(header(message, 'min-se') ?? '');
  return match === null ? 90 : Math.max(90, Number(match[1]));
}

/** [SES-2] §9: too brief for us; said only to who understands it. */
export function isTooBrief(request: SipMessage, settings: SessionSettings): boolean {
  const asked = sessionExpires(request);
  return asked !== null && asked.seconds < settings.minSeconds && knowsTimer(request);
}

/** [SES-1] §9, table 2: what we grant to an INVITE or UPDATE; null: no session timer. `was`: who refreshed until now. */
export function grantSession(
  request: SipMessage,
  settings: SessionSettings,
  was: SessionTimer['refresher'] | null,
): Agreed | null {
  const asked = sessionExpires(request);
  const knows = knowsTimer(request);
  const least = Math.max(settings.minSeconds, minSessionSeconds(request));
  if ((asked === null && !knows) || least > SESSION_SECONDS_MAX) return null;
  const seconds = Math.max(least, Math.min(asked?.seconds ?? Infinity, settings.intervalSeconds));
  const wanted = asked?.refresher ?? (was === 'us' ? 'uas' : 'uac');
  return { seconds, refresher: knows && wanted === 'uac' ? 'them' : 'us' };
}

/** §9: the 2xx says what was granted, and requires of the peer that it refreshes where it is to. */
export const grantHeaders = ({ seconds, refresher }: Agreed): readonly Header[] =>
  refresher === 'us'
    ? [{ name: 'session-expires', value: `${seconds};refresher=uas` }]
    : [
        { name: 'session-expires', value: `${seconds};refresher=uac` },
        { name: 'require', value: 'timer' },
      ];

/** [SES-3] §7.2: what the 2xx to a request of ours says; null: no session timer. */
export function grantedSession(response: SipMessage, settings: SessionSettings): Agreed | null {
  const granted = sessionExpires(response);
  if (granted === null || granted.seconds > SESSION_SECONDS_MAX) return null;
  return {
    seconds: Math.max(settings.minSeconds, granted.seconds),
    refresher: granted.refresher === 'uas' ? 'them' : 'us',
  };
}
