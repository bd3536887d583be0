import { assert, type CallId, type Instant } from '@pledgeline/core';
import { MomentQueue } from './moment-queue.ts';
import { nameOf, type CallNeeds } from './profile.ts';

/** Calls that need the same: the oldest of them is the next of them. */
export interface Queue {
  readonly needs: CallNeeds;
  readonly calls: MomentQueue<CallId>;
}

/** What is to happen to a call that waits. */
export interface Dues {
  /** null: it prefers no site, or may go to any already. */
  readonly overflowAt: Instant | null;
  /** null: the caller has been told, or is not to be. */
  readonly choiceAt: Instant | null;
}

/** The line: who waits, in queues of equal needs. A queue is there while somebody is in it. */
export class WaitingCalls {
  readonly #queues = new Map<string, Queue>();
  /** By call, the name of its queue. */
  readonly #places = new Map<CallId, string>();
  /** [ACD-51] When a call that prefers a site may go to any. */
  readonly overflows = new MomentQueue<CallId>();
  /** [ACD-60] When a caller must be told what else there is than waiting. */
  readonly choices = new MomentQueue<CallId>();

  get size(): number {
    return this.#places.size;
  }

  queues(): Iterable<Queue> {
    return this.#queues.values();
  }

  /** Since when this call waits; null: it does not. */
  momentOf(call: CallId): Instant | null {
    const queue = this.#queueOf(call);
    return queue === null ? null : queue.calls.momentOf(call);
  }

  put(call: CallId, since: Instant, needs: CallNeeds, { overflowAt, choiceAt }: Dues): void {
    const name = nameOf(needs);
    const queue = this.#queues.get(name) ?? { needs, calls: new MomentQueue() };
    this.#queues.set(name, queue);
    queue.calls.put(call, since);
    this.#places.set(call, name);
    if (overflowAt !== null) this.overflows.put(call, overflowAt);
    if (choiceAt !== null) this.choices.put(call, choiceAt);
  }

  /** False: it did not wait. */
  remove(call: CallId): boolean {
    const queue = this.#queueOf(call);
    if (queue === null) return false;
    queue.calls.remove(call);
    if (queue.calls.size === 0) this.#queues.delete(nameOf(queue.needs));
    this.overflows.remove(call);
    this.choices.remove(call);
    return this.#places.delete(call);
  }

  /** The call keeps its moment, and from now on has the needs of those that prefer no site. */
  preferNoSite(call: CallId): void {
    const queue = this.#queueOf(call);
    const since = this.momentOf(call);
    assert(queue !== null && since !== null, 'only a call that waits overflows');
    const choiceAt = this.choices.momentOf(call);
    this.remove(call);
    this.put(call, since, { ...queue.needs, site: null }, { overflowAt: null, choiceAt });
  }

  /** All of them, the oldest first. Costs a sort: for records and screens. */
  entries(): readonly { readonly id: CallId; readonly at: Instant; readonly needs: CallNeeds }[] {
    return [...this.#queues.values()]
      .flatMap(({ needs, calls }) => calls.entries().map((entry) => ({ ...entry, needs })))
      .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  #queueOf(call: CallId): Queue | null {
    const name = this.#places.get(call);
    return name === undefined ? null : (this.#queues.get(name) ?? null);
  }
}
