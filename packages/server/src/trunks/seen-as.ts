import type { Instant } from '@pledgeline/core';
import type { Endpoint, Flow } from '@pledgeline/sip';

/** A router that gives us another port each time would have us register without end. */
const AGAIN_AFTER_MS = 5 * 60_000;

/**
 * [TRUNK-41] Where a carrier sees us over UDP, as its answers to REGISTER say (RFC 3581): behind a router that translates
 * addresses it rings us there. Of our own address it would keep a Contact that leads nowhere.
 */
export class SeenAs {
  /** What the carrier is told; null: where we are. */
  place: Endpoint | null = null;
  #next: Endpoint | null = null;
  #learnedAt: Instant | null = null;

  /** Whether the carrier has an old Contact of ours: it is to be taken back, and made anew after `moved`. */
  learn({ transport, local, seenAs }: Flow, seen: Endpoint | null, now: Instant): boolean {
    // What somebody has set is not known better here.
    const isSet = seenAs !== undefined && !isSame(seenAs, this.place);
    if (transport !== 'udp' || seen === null || isSet || isSame(seen, this.place ?? local)) return false;
    if (this.#learnedAt !== null && now - this.#learnedAt < AGAIN_AFTER_MS) return false;
    this.#learnedAt = now;
    this.#next = seen;
    return true;
  }

  moved(): void {
    this.place = this.#next ?? this.place;
    this.#next = null;
  }
}

const isSame = (one: Endpoint, other: Endpoint | null): boolean =>
  one.address === other?.address && one.port === other.port;
