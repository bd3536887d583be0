import { unreachable } from '@pledgeline/core';
import type { TrunkNews } from './switchboard.ts';

/** What may be heard of a leg that we placed. */
export interface OutgoingLeg {
  /** Somebody has the call, and nothing rings yet. */
  reached?(): void;
  /** It rings there; with a description, what is heard meanwhile is theirs. */
  rings?(sdp: string | null): void;
  answered(sdp: string): void;
  failed(status: number): void;
  over(because: 'hung-up' | 'lost'): void;
  offeredAgain(sdp: string): void;
  /** They took another description of ours. */
  agreedAgain?(sdp: string): void;
  /** They want the call handed on. */
  referred?(wish: ReferWish): void;
}

export type ReferWish = Pick<Extract<TrunkNews, { kind: 'referred' }>, 'to' | 'replaces'>;

/** What the user agent tells of a leg that we placed: a desk phone's, an outside number's. */
export function hearOutgoing(news: TrunkNews, leg: OutgoingLeg): void {
  switch (news.kind) {
    case 'trying':
      return leg.reached?.();
    case 'progress':
      return leg.rings?.(news.sdp);
    case 'answered':
      return leg.answered(news.sdp);
    case 'call-failed':
      return leg.failed(news.status);
    case 'hung-up':
    case 'lost':
      return leg.over(news.kind);
    case 'offered-again':
      return leg.offeredAgain(news.sdp);
    case 'modified':
      return leg.agreedAgain?.(news.sdp);
    case 'referred':
      return leg.referred?.(news);
    case 'offer-withdrawn':
    case 'direction':
    case 'modify-failed':
    case 'progress-acknowledged':
    case 'key':
    case 'invited':
    case 'cancelled':
    case 'acknowledged':
    case 'dialog':
    case 'dropped':
    case 'responded':
    case 'registering':
      return undefined;
    default:
      return unreachable(news);
  }
}
