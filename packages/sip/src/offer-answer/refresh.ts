import { answer, type SessionName } from './answer.ts';
import type { Negotiated } from './media.ts';
import { isCompatible, negotiate } from './negotiate.ts';
import { connectionAddress, parseSdp } from './sdp.ts';

/** What we say to a new offer inside a call; null: it wants something that our sound does not do (488). */
export interface Refresh {
  readonly sdp: string;
  readonly media: Negotiated;
}

/**
 * RFC 3264 §8: an offer that leaves address, codec and numbers as they are gets our description again; where only the
 * direction changed (hold), the mirrored one with the next version.
 */
export function refresh(
  was: { readonly media: Negotiated | null; readonly sdp: string },
  offered: string,
): Refresh | null {
  const now = negotiate(offered);
  const session = sessionOf(was.sdp);
  if (!now.ok || session === null || was.media === null || !isCompatible(was.media, now.value)) return null;
  const same = answer({ ...session, negotiated: now.value });
  if (same === was.sdp) return { sdp: same, media: now.value };
  return {
    sdp: answer({ ...session, version: session.version + 1, negotiated: now.value }),
    media: now.value,
  };
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
