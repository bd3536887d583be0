import type { Direction } from './media.ts';
import { attributes, parseSdp, type Sdp, type SdpMedia } from './sdp.ts';

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** What an m-line says of itself, else what the session says of all. */
export function directionOf(sdp: Sdp, media: SdpMedia): Direction {
  for (const where of [media.lines, sdp.session])
    for (const direction of DIRECTIONS) if (attributes(where, direction).length > 0) return direction;
  return 'sendrecv';
}

/** Of the line that carries sound in a description of ours. */
export function ownDirection(text: string): Direction {
  const sdp = parseSdp(text);
  const sound = sdp?.media.find(({ port }) => port > 0);
  return sdp === null || sound === undefined ? 'sendrecv' : directionOf(sdp, sound);
}

/** RFC 3264 §6.1: what they only send we only receive. */
export function mirrored(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';
const direction = (of: { readonly send: boolean; readonly receive: boolean }): Direction => {
  if (of.send) return of.receive ? 'sendrecv' : 'sendonly';
  return of.receive ? 'recvonly' : 'inactive';
};

/** What both allow: a hold of theirs does not end a hold of ours (RFC 3264 §8.4). */
export const both = (one: Direction, other: Direction): Direction =>
  direction({ send: sends(one) && sends(other), receive: receives(one) && receives(other) });

/**
 * What our side wants, after it has answered an offer: where the offer left the choice, what it chose; where not, what
 * it wanted before.
 */
export const wishAfter = (
  wish: Direction,
  { left, said }: { readonly left: Direction; readonly said: Direction },
): Direction =>
  direction({
    send: sends(left) ? sends(said) : sends(wish),
    receive: receives(left) ? receives(said) : receives(wish),
  });
