import type { AgentId, CallId } from '@pledgeline/core';
import { newCallKey, type CallKey } from './seal.ts';
import type { CallKeysKept } from './caller-book.ts';

/** Under which name the keeper has a key that is no call's own. A call's id has no space in it. */
const MARK = 'draft ';
/** More than any evening has calls whose form was left unfinished: beyond it the oldest can be opened no more. */
const DRAFT_KEYS_MAX = 8_000;

interface DraftKey {
  readonly key: CallKey;
  /** Whose browsers have it. */
  readonly agents: Set<AgentId>;
}

/**
 * The keys under which browsers keep what is typed during a call. They outlive the call, for a form that is still to be
 * saved; handing the call to the charity destroys its key, and with it what any browser has written under it.
 */
export class DraftKeys {
  readonly #keys = new Map<CallId, DraftKey>();
  readonly #keeper: CallKeysKept;

  constructor(keeper: CallKeysKept) {
    this.#keeper = keeper;
  }

  /** For a desk to which this call comes. */
  give(call: CallId, agent: AgentId): string {
    const known = this.#keys.get(call) ?? this.#make(call);
    known.agents.add(agent);
    return Buffer.from(known.key).toString('base64');
  }

  /** For a desk that comes back to what it wrote; null: nobody can read it any more. */
  again(call: CallId, agent: AgentId): string | null {
    return this.#keys.has(call) ? this.give(call, agent) : null;
  }

  /** Answers whose browsers had it. */
  destroy(call: CallId): readonly AgentId[] {
    const known = this.#keys.get(call);
    this.#keys.delete(call);
    this.#keeper.destroy(`${MARK}${call}`);
    known?.key.fill(0);
    return [...(known?.agents ?? [])];
  }

  /** Takes its own out of what the keeper has; the rest is given back. */
  restore(kept: ReadonlyMap<string, CallKey>): ReadonlyMap<CallId, CallKey> {
    const others = new Map<CallId, CallKey>();
    for (const [name, key] of kept)
      if (name.startsWith(MARK))
        this.#keys.set(name.slice(MARK.length) as CallId, { key, agents: new Set() });
      else others.set(name as CallId, key);
    return others;
  }

  #make(call: CallId): DraftKey {
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size < DRAFT_KEYS_MAX) break;
      this.destroy(oldest);
    }
    const made = { key: newCallKey(), agents: new Set<AgentId>() };
    this.#keys.set(call, made);
    this.#keeper.put(`${MARK}${call}`, made.key);
    return made;
  }
}
