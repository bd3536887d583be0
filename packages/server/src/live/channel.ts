import { LIMITS } from '@pledgeline/contract';

export interface LiveMessage<Event> {
  readonly epoch: string;
  readonly seq: number;
  readonly event: Event;
}

/** What a screen says when it comes back: the last message that it has. */
export interface Place {
  readonly epoch: string;
  readonly seq: number;
}

/** One channel's numbered events, the newest of them kept for screens that come back. */
export class Channel<Event> {
  readonly #epoch: string;
  #seq = 0;
  #kept: LiveMessage<Event>[] = [];

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  /** The number of the newest event; 0: none yet. */
  get seq(): number {
    return this.#seq;
  }

  push(event: Event): LiveMessage<Event> {
    this.#seq += 1;
    const message = { epoch: this.#epoch, seq: this.#seq, event };
    this.#kept.push(message);
    // Cut in strokes: taking one off the front each time would move all the others.
    if (this.#kept.length >= 2 * LIMITS.liveEventsKept) this.#kept = this.#kept.slice(-LIMITS.liveEventsKept);
    return message;
  }

  /** The whole state, as of now: what comes after it counts on from here. */
  snapshot(event: Event): LiveMessage<Event> {
    return { epoch: this.#epoch, seq: this.#seq, event };
  }

  /** What came after that place; null: not all of it is kept, or it was said in another life of the server. */
  since(place: Place): readonly LiveMessage<Event>[] | null {
    if (place.epoch !== this.#epoch || place.seq > this.#seq) return null;
    const kept = this.#kept.slice(-LIMITS.liveEventsKept);
    const first = kept[0]?.seq ?? this.#seq + 1;
    return place.seq + 1 < first ? null : kept.filter((message) => message.seq > place.seq);
  }
}

/** `?after=EPOCH.SEQ`; null: absent or senseless, so the whole state is sent. */
export function readPlace(after: unknown): Place | null {
  const match = typeof after === 'string' ? /^([\w-]{1,64})\.(\d{1,15})$/.exec(after) : null;
  return match === null ? null : { epoch: match[1] ?? '', seq: Number(match[2]) };
}
