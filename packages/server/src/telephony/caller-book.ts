import type { Caller } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { FloorLog, LogRecord } from '../adapters/floor-log/floor-log.ts';
import { newCallKey, seal, unseal, type CallKey } from './seal.ts';

/** Where the keys of the live calls are kept beside this process, in memory, so that a restart goes on. */
interface CallKeys {
  put(call: CallId, key: CallKey): void;
  destroy(call: CallId): void;
}

/** What the carrier says of who is calling. */
export type CallerIdentity =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'withheld' };

interface Entry {
  readonly key: KeyObject;
  caller: Caller;
}

export interface CallerBookDeps {
  readonly keys: CallKeys;
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

  open(call: CallId, identity: CallerIdentity): void {
    const bytes = newCallKey();
    const key = createSecretKey(bytes);
    this.#deps.keys.put(call, bytes);
    // A withheld number was dropped at the edge: there is nothing to look up and nothing to seal.
    if (identity.kind === 'withheld') return this.#set(call, key, { kind: 'withheld' });
    // Not written: whoever finds a call without a caller in the log knows that the look-up died with its process.
    this.#entries.set(call, { key, caller: { kind: 'searching' } });
    void this.#lookUp(call, identity.number);
  }

  get size(): number {
    return this.#entries.size;
  }

  of(call: CallId): Caller {
    return this.#entries.get(call)?.caller ?? { kind: 'withheld' };
  }

  /** Seals something else that belongs to this call alone; null: the call is over. */
  seal(call: CallId, value: unknown, about: string): string | null {
    const entry = this.#entries.get(call);
    return entry === undefined ? null : seal(value, entry.key, `${call} ${about}`);
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
      const caller = key && unseal(record.sealed, key, `${call} caller`);
      if (key && caller)
        this.#entries.set(call, { key: createSecretKey(key), caller: settled(caller as Caller) });
    }
    for (const [call, key] of keys)
      if (!live(call)) this.#deps.keys.destroy(call);
      else if (!this.#entries.has(call))
        this.#entries.set(call, { key: createSecretKey(key), caller: { kind: 'unknown', phone: '' } });
  }

  async #lookUp(call: CallId, number: string): Promise<void> {
    const caller = await this.#deps.lookUp(number).catch((): Caller => ({ kind: 'unknown', phone: '' }));
    const entry = this.#entries.get(call);
    if (entry === undefined) return;
    this.#set(call, entry.key, caller);
    this.#deps.found(call);
  }

  #set(call: CallId, key: KeyObject, caller: Caller): void {
    const entry = { key, caller };
    this.#entries.set(call, entry);
    this.#deps.log.append(callerRecord(call, entry));
  }
}

/** A look-up dies with the process that asked: nobody is searching any more. */
const settled = (caller: Caller): Caller =>
  caller.kind === 'searching' ? { kind: 'unknown', phone: '' } : caller;

const callerRecord = (call: CallId, { key, caller }: Entry): LogRecord => ({
  kind: 'caller',
  call,
  sealed: seal(caller, key, `${call} caller`),
});
