import { assert, type Instant } from '@pledgeline/core';

interface Entry<Id> {
  readonly id: Id;
  readonly at: Instant;
}

/** An entry that knows where in the heap it lies: moving it about then costs no look-up. */
interface Held<Id> {
  readonly id: Id;
  at: Instant;
  place: number;
}

/**
 * Ids in the order of their moments, equal moments in the order of the ids. A binary heap that knows where each id
 * lies: the first is at hand, putting and removing any id cost the logarithm of the size. The order does not depend on
 * how the entries came in, so that a restored queue gives the same ids as the one it was taken from.
 */
export class MomentQueue<Id extends string> {
  readonly #heap: Held<Id>[] = [];
  readonly #held = new Map<Id, Held<Id>>();

  get size(): number {
    return this.#heap.length;
  }

  /** The moment of an id; null: it is not in the queue. */
  momentOf(id: Id): Instant | null {
    return this.#held.get(id)?.at ?? null;
  }

  first(): Entry<Id> | null {
    const first = this.#heap[0];
    return first === undefined ? null : { id: first.id, at: first.at };
  }

  /** Adds an id, or moves it to another moment. */
  put(id: Id, at: Instant): void {
    const known = this.#held.get(id);
    const held = known ?? { id, at, place: this.#heap.length };
    held.at = at;
    if (known === undefined) {
      this.#held.set(id, held);
      this.#heap.push(held);
    }
    this.#settle(held);
  }

  /** Takes an id out; false: it was not in. */
  remove(id: Id): boolean {
    const held = this.#held.get(id);
    if (held === undefined) return false;
    this.#held.delete(id);
    const last = this.#heap.pop();
    if (last === undefined || last === held) return true;
    this.#set(held.place, last);
    this.#settle(last);
    return true;
  }

  /** All entries in order. Costs a sort: for records and screens, not for a call's way. */
  entries(): readonly Entry<Id>[] {
    return this.#heap.map(({ id, at }) => ({ id, at })).toSorted((a, b) => (precedes(a, b) ? -1 : 1));
  }

  #settle(held: Held<Id>): void {
    this.#rise(held);
    this.#sink(held);
  }

  #rise(held: Held<Id>): void {
    while (held.place > 0) {
      const parent = this.#at((held.place - 1) >> 1);
      if (!precedes(held, parent)) return;
      this.#swap(held, parent);
    }
  }

  #sink(held: Held<Id>): void {
    for (;;) {
      const child = this.#smallerChild(held.place);
      if (child === null || !precedes(child, held)) return;
      this.#swap(held, child);
    }
  }

  #smallerChild(place: number): Held<Id> | null {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    if (left === undefined) return null;
    return right !== undefined && precedes(right, left) ? right : left;
  }

  #swap(one: Held<Id>, other: Held<Id>): void {
    const { place } = one;
    this.#set(other.place, one);
    this.#set(place, other);
  }

  #set(place: number, held: Held<Id>): void {
    this.#heap[place] = held;
    held.place = place;
  }

  #at(place: number): Held<Id> {
    const held = this.#heap[place];
    assert(held !== undefined, 'a place in the heap holds an entry');
    return held;
  }
}

const precedes = <Id extends string>(a: Entry<Id>, b: Entry<Id>): boolean =>
  a.at === b.at ? a.id < b.id : a.at < b.at;
