import type { Caller } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { FloorLog, LogRecord } from '../adapters/floor-log/floor-log.ts';
import { newCallKey, seal, unseal, type CallKey } from './seal.ts';

/** Where the keys of the live calls are kept beside this process, in memory, so that a restart goes on. */
export interface CallKeysKept {
  /** In the place of the one that was there under this name. */
  put(name: string, key: CallKey): void;
  destroy(name: string): void;
}

/** What the carrier says of who is calling. */
export type CallerIdentity =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'withheld' };

interface Entry {
  readonly key: KeyObject;
  /** The keyed hash of the number; null: withheld, or no number. */
  readonly mark: string | null;
  readonly caller: Caller;
  /** Saved while the call is on: only when it has ended are they known to be of it. */
  readonly pledges: ReadonlySet<string>;
}
const NO_PLEDGES: ReadonlySet<string> = new Set();

export interface CallerBookDeps {
  readonly keys: CallKeysKept;
  readonly log: Pick<FloorLog, 'append'>;
  readonly lookUp: (number: string) => Promise<Caller>;
  /** The look-up has answered while the call was still there. */
  readonly found: (call: CallId) => void;
}

/** Who is calling, for as long as the call lasts: in memory in clear, on disk only sealed under the call's own key. */
export class CallerBook {
  readonly #entries = new Map<CallId, Entry>();
  readonly #deps: CallerBookDeps;

  constructor(deps: CallerBookDeps) {
    this.#deps = deps;
  }

  open(call: CallId, identity: CallerIdentity, mark: string | null = null): void {
    const bytes = newCallKey();
    const key = createSecretKey(bytes);
    this.#deps.keys.put(call, bytes);
    // A withheld number was dropped at the edge: there is nothing to look up and nothing to seal.
    if (identity.kind === 'withheld')
      return this.#set(call, { key, mark: null, caller: { kind: 'withheld' }, pledges: NO_PLEDGES });
    // Not written: whoever finds a call without a caller in the log knows that the look-up died with its process.
    this.#entries.set(call, { key, mark, caller: { kind: 'searching' }, pledges: NO_PLEDGES });
    void this.#lookUp(call, identity.number);
  }

  get size(): number {
    return this.#entries.size;
  }

  of(call: CallId): Caller {
    return this.#entries.get(call)?.caller ?? { kind: 'withheld' };
  }

  /** What stands for the number of this call; null: nothing does. */
  markOf(call: CallId): string | null {
    return this.#entries.get(call)?.mark ?? null;
  }

  /** Seals something else that belongs to this call alone; null: the call is over. */
  seal(call: CallId, value: unknown, about: string): string | null {
    const entry = this.#entries.get(call);
    return entry === undefined ? null : seal(value, entry.key, `${call} ${about}`);
  }

  /**
   * [CHA-1] Nobody knows any more who calls, and what is written of the call from now on is sealed under a new key.
   * `rewrite` writes what it goes on with. The keeper learns the new key last: until then it can open what was before,
   * from then on only what comes after, so that a crash between any two of these leaves one of them whole.
   */
  forget(call: CallId, rewrite: () => void): void {
    const bytes = newCallKey();
    this.#set(call, {
      key: createSecretKey(bytes),
      mark: null,
      caller: { kind: 'withheld' },
      pledges: NO_PLEDGES,
    });
    rewrite();
    this.#deps.keys.put(call, bytes);
  }

  /** [CHA-2] A pledge was saved during this call; false: it is not on. */
  pledged(call: CallId, pledge: string): boolean {
    const entry = this.#entries.get(call);
    if (entry === undefined) return false;
    this.#set(call, { ...entry, pledges: new Set([...entry.pledges, pledge]) });
    return true;
  }

  pledgesOf(call: CallId): readonly string[] {
    return [...(this.#entries.get(call)?.pledges ?? NO_PLEDGES)];
  }

  close(call: CallId): void {
    if (!this.#entries.delete(call)) return;
    this.#deps.keys.destroy(call);
  }

  /** What a compacted log must hold of the calls that are on. */
  records(): LogRecord[] {
    return [...this.#entries].map(([call, entry]) => callerRecord(call, entry));
  }

  /** Takes up the callers of the calls that are still on; the keys of all others are destroyed. */
  restore(
    records: readonly LogRecord[],
    keys: ReadonlyMap<CallId, CallKey>,
    live: (call: CallId) => boolean,
  ): void {
    for (const record of records) {
      const call = 'call' in record ? (record.call as CallId) : null;
      if (record.kind !== 'caller' || call === null || !live(call)) continue;
      const key = keys.get(call);
      const sealed = key && unseal(record.sealed, key, `${call} caller`);
      if (!key || !sealed) continue;
      const { caller, mark, pledges } = sealed as Sealed;
      this.#entries.set(call, {
        key: createSecretKey(key),
        mark,
        caller: settled(caller),
        pledges: new Set(pledges),
      });
    }
    for (const [call, key] of keys)
      if (!live(call)) this.#deps.keys.destroy(call);
      else if (!this.#entries.has(call))
        this.#entries.set(call, {
          key: createSecretKey(key),
          mark: null,
          caller: { kind: 'unknown', phone: '' },
          pledges: NO_PLEDGES,
        });
  }

  async #lookUp(call: CallId, number: string): Promise<void> {
    const asked = this.#entries.get(call);
    const caller = await this.#deps.lookUp(number).catch((): Caller => ({ kind: 'unknown', phone: '' }));
    const entry = this.#entries.get(call);
    // Forgotten meanwhile: what was asked under another key is nobody's to know.
    if (entry === undefined || entry.key !== asked?.key) return;
    this.#set(call, { ...entry, caller });
    this.#deps.found(call);
  }

  #set(call: CallId, entry: Entry): void {
    this.#entries.set(call, entry);
    this.#deps.log.append(callerRecord(call, entry));
  }
}

/** A look-up dies with the process that asked: nobody is searching any more. */
const settled = (caller: Caller): Caller =>
  caller.kind === 'searching' ? { kind: 'unknown', phone: '' } : caller;

interface Sealed {
  readonly caller: Caller;
  readonly mark: string | null;
  readonly pledges: readonly string[];
}

const callerRecord = (call: CallId, { key, caller, mark, pledges }: Entry): LogRecord => ({
  kind: 'caller',
  call,
  sealed: seal({ caller, mark, pledges: [...pledges] } satisfies Sealed, key, `${call} caller`),
});
