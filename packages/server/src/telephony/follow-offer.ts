import { createHash } from 'node:crypto';
import type { CallId } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import { answer, negotiate, type LegId, type Negotiated, type UserAgentInput } from '@pledgeline/sip';
import { placeTowards, type PublicPlace } from './public-place.ts';

interface Followed {
  readonly media: Pick<Media, 'openLeg'>;
  readonly toUserAgent: (input: UserAgentInput) => void;
  /** Null: everybody finds us where we are. */
  readonly publicPlace: PublicPlace | null;
}

/** The other side moves the sound of a leg (a re-INVITE or UPDATE): it follows, and our own end stays where it is. */
export async function followOffer(
  { media, toUserAgent, publicPlace }: Followed,
  { leg, sdp, call }: { readonly leg: LegId; readonly sdp: string; readonly call: CallId },
): Promise<Negotiated | null> {
  const negotiated = negotiate(sdp);
  const opened = negotiated.ok ? await media.openLeg({ call, ...soundIn(negotiated.value) }) : negotiated;
  if (!negotiated.ok || !opened.ok) {
    toUserAgent({ kind: 'refuse-again', leg });
    return null;
  }
  const local = placeTowards(publicPlace, opened.value.local, negotiated.value.remote.address);
  const names = { local, sessionId: sessionIdOf(call), version: Date.now() };
  toUserAgent({ kind: 'answer-again', leg, sdp: answer({ negotiated: negotiated.value, ...names }) });
  return negotiated.value;
}

/** What the media process must know of what was agreed on. */
export const soundIn = ({ remote, codec, keysPayloadType }: Negotiated) => ({
  remote,
  codec,
  keysPayloadType,
});

/** RFC 4566 §5.2 wants digits that stay the same for the call; a restarted server must find the same. */
export const sessionIdOf = (call: CallId): string =>
  createHash('sha256').update(call).digest().readUInt32BE().toString();
