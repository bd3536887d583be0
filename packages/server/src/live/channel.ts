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

  /** For every screen of the channel, those included that are away just now. */
  push(event: Event): LiveMessage<Event> {
    const message = this.aside(event);
    this.#kept.push(message);
    // Cut in strokes: taking one off the front each time would move all the others.
    if (this.#kept.length >= 2 * LIMITS.liveEventsKept) this.#kept = this.#kept.slice(-LIMITS.liveEventsKept);
    return message;
  }

  /** Nothing that was said is kept any more: whoever comes back gets the whole state. */
  dropPast(): void {
    this.#kept = [];
  }

  /** For one screen alone, such as the whole state: numbered like any other, since a screen drops what it has heard. */
  aside(event: Event): LiveMessage<Event> {
    this.#seq += 1;
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
