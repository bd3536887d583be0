import { assert, type Instant } from '@pledgeline/core';

interface Entry<Id> {
  readonly id: Id;
  readonly at: Instant;
}

/**
 * Ids in the order of their moments, equal moments in the order of the ids. A binary heap that knows where each id
 * lies: the first is at hand, putting and removing any id cost the logarithm of the size. The order does not depend on
 * how the entries came in, so that a restored queue gives the same ids as the one it was taken from.
 */
export class MomentQueue<Id extends string> {
  readonly #heap: Entry<Id>[] = [];
  readonly #places = new Map<Id, number>();

  get size(): number {
    return this.#heap.length;
  }

  /** The moment of an id; null: it is not in the queue. */
  momentOf(id: Id): Instant | null {
    const place = this.#places.get(id);
    return place === undefined ? null : this.#at(place).at;
  }

  first(): Entry<Id> | null {
    return this.#heap[0] ?? null;
  }

  /** Adds an id, or moves it to another moment. */
  put(id: Id, at: Instant): void {
    const place = this.#places.get(id) ?? this.#heap.length;
    this.#set(place, { id, at });
    this.#settle(place);
  }

  /** Takes an id out; false: it was not in. */
  remove(id: Id): boolean {
    const place = this.#places.get(id);
    if (place === undefined) return false;
    const last = this.#at(this.#heap.length - 1);
    this.#heap.pop();
    this.#places.delete(id);
    if (last.id === id) return true;
    this.#set(place, last);
    this.#settle(place);
    return true;
  }

  /** All entries in order. Costs a sort: for records and screens, not for a call's way. */
  entries(): readonly Entry<Id>[] {
    return this.#heap.toSorted((a, b) => (precedes(a, b) ? -1 : 1));
  }

  #settle(place: number): void {
    this.#sink(this.#rise(place));
  }

  #rise(from: number): number {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!precedes(this.#at(place), this.#at(parent))) break;
      this.#swap(place, parent);
      place = parent;
    }
    return place;
  }

  #sink(from: number): void {
    let place = from;
    for (;;) {
      const child = this.#smallerChild(place);
      if (child === null || !precedes(this.#at(child), this.#at(place))) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #smallerChild(place: number): number | null {
    const left = 2 * place + 1;
    const right = left + 1;
    if (left >= this.#heap.length) return null;
    return right < this.#heap.length && precedes(this.#at(right), this.#at(left)) ? right : left;
  }

  #swap(a: number, b: number): void {
    const first = this.#at(a);
    this.#set(a, this.#at(b));
    this.#set(b, first);
  }

  #set(place: number, entry: Entry<Id>): void {
    this.#heap[place] = entry;
    this.#places.set(entry.id, place);
  }

  #at(place: number): Entry<Id> {
    const entry = this.#heap[place];
    assert(entry !== undefined, 'a place in the heap holds an entry');
    return entry;
  }
}

const precedes = <Id extends string>(a: Entry<Id>, b: Entry<Id>): boolean =>
  a.at === b.at ? a.id < b.id : a.at < b.at;
