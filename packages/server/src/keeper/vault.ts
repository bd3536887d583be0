/** More calls than any node carries at once: a server that forgets to destroy its keys is noticed, not obeyed. */
export const CALL_KEYS_MAX = 20_000;
export const CALL_KEY_BYTES_MAX = 64;

/**
 * The keys under which live calls are kept: in the keeper's memory and nowhere on disk, so that a key that is
 * destroyed takes with it whatever was written under it, in whichever file (design, rule 6).
 */
export class KeyVault {
  readonly #keys = new Map<string, Uint8Array>();

  /** False: the vault is full, or the key is longer than any that we make; nothing was kept. */
  put(call: string, key: Uint8Array): boolean {
    if (key.length === 0 || key.length > CALL_KEY_BYTES_MAX) return false;
    if (!this.#keys.has(call) && this.#keys.size >= CALL_KEYS_MAX) return false;
    this.destroy(call);
    // A copy in memory of its own: a small Buffer is a window on a pool that outlives it.
    this.#keys.set(call, Uint8Array.from(key));
    return true;
  }

  /** Overwrites the bytes: what is merely dropped stays in memory until it is collected. */
  destroy(call: string): void {
    this.#keys.get(call)?.fill(0);
    this.#keys.delete(call);
  }

  all(): ReadonlyMap<string, Uint8Array> {
    return this.#keys;
  }

  clear(): void {
    for (const call of this.#keys.keys()) this.destroy(call);
  }
}
