import { answer, type SessionName } from './answer.ts';
import { both } from './direction.ts';
import type { Direction, Negotiated } from './media.ts';
import { isCompatible } from './negotiate.ts';
import { connectionAddress, parseSdp } from './sdp.ts';

/** A description of ours inside a call, and what it makes of the sound. */
export interface Refresh {
  readonly sdp: string;
  readonly media: Negotiated;
}
interface Was {
  readonly media: Negotiated | null;
  readonly sdp: string | null;
  /** What our side wants of the sound. */
  readonly wish: Direction;
}

/**
 * RFC 3264 §8: an offer that leaves address, codec and numbers as they are gets our description again; where only the
 * direction changed (hold), the mirrored one, as far as our side wants it too, with the next version. null: the sound
 * would have to change.
 */
export function refresh(was: Was, offered: Negotiated): Refresh | null {
  if (was.media === null || was.sdp === null) return null;
  const held = unheld(was.media, offered);
  return isCompatible(was.media, held) ? described(was.sdp, held, was.wish) : null;
}

/** Our description as an offer, where the peer asks for one: what we want, whoever holds whom now. */
export function reoffer(was: Was): Refresh | null {
  if (was.media === null || was.sdp === null) return null;
  return described(was.sdp, { ...was.media, direction: was.wish }, was.wish);
}

function described(was: string, negotiated: Negotiated, wish: Direction): Refresh | null {
  const session = sessionOf(was);
  if (session === null) return null;
  const media = { ...negotiated, direction: both(negotiated.direction, wish) };
  const same = answer({ ...session, negotiated: media });
  if (same === was) return { sdp: same, media };
  return { sdp: answer({ ...session, version: session.version + 1, negotiated: media }), media };
}

/** RFC 2543 put a call on hold by an address of zeroes (RFC 3264 §8.4): we keep the true one, and send nothing. */
function unheld(was: Negotiated, is: Negotiated): Negotiated {
  if (is.remote.address !== '0.0.0.0' && is.remote.address !== '::') return is;
  return { ...is, remote: was.remote, direction: both(is.direction, 'recvonly') };
}

/** Who we said we were in a description of ours; null: it was none that we can read. */
function sessionOf(sdp: string): SessionName | null {
  const parsed = parseSdp(sdp);
  const sound = parsed?.media.find(({ port }) => port > 0);
  const origin = /^\S+ (\d+) (\d{1,15}) IN IP[46] \S+$/.exec(
    parsed?.session.find(({ type }) => type === 'o')?.value ?? '',
  );
  if (parsed === null || sound === undefined || origin === null) return null;
  const address = connectionAddress(sound.lines) ?? connectionAddress(parsed.session);
  if (address === null) return null;
  return { local: { address, port: sound.port }, sessionId: origin[1]!, version: Number(origin[2]) };
}
