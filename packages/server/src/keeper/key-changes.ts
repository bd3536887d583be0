/** A call's key, as base64url; null: it is destroyed. */
export type KeyChange = readonly [call: string, key: string | null];

/** A key that is destroyed here may live on in the keeper for so long: it then goes along with the next call's. */
const DESTROYED_WITHIN_MS = 20;

/**
 * Changes of keys on their way to the keeper, several in one message: each costs two processes a system call and the
 * keeper a waking. A key leaves at the end of the turn that made it; its call is not answered before a later one, so
 * that whatever must be read again after a crash was sealed under a key that the keeper has.
 */
export class KeyChanges {
  #waiting: KeyChange[] = [];
  #isLeaving = false;
  #later: NodeJS.Timeout | undefined;
  readonly #send: (changes: readonly KeyChange[]) => void;

  constructor(send: (changes: readonly KeyChange[]) => void) {
    this.#send = send;
  }

  put(call: string, key: Uint8Array): void {
    this.#waiting.push([call, Buffer.from(key).toString('base64url')]);
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    setImmediate(() => this.flush());
  }

  destroy(call: string): void {
    this.#waiting.push([call, null]);
    if (!this.#isLeaving) this.#later ??= setTimeout(() => this.flush(), DESTROYED_WITHIN_MS);
  }

  /** Sends what waits, in the order in which it was said. */
  flush(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#isLeaving = false;
    const changes = this.#waiting;
    this.#waiting = [];
    if (changes.length > 0) this.#send(changes);
  }
}
