import { getDraftKeys, type DeskCall } from '@pledgeline/contract';
import type { PledgeId } from '@pledgeline/core';
import { call } from '../app/call.ts';
import type { Form } from '../desk/form.ts';
import { draftOf, formOf, type Draft } from './draft.ts';
import { openDraft, type SealedDraft } from './sealed-draft.ts';
import type { BrowserStore } from './store.ts';

/** As many as the line tells at once. */
const ASKED_AT_ONCE = 100;

/**
 * Keeps in this browser what is typed and not yet saved: under the key of its call while that may be handed to the
 * charity, readable from the moment at which it is known to be over. Keys are in memory alone.
 */
export class DraftKeeper {
  readonly #store: Pick<BrowserStore, 'keepDraft' | 'dropDraft'>;
  readonly #keys = new Map<string, string>();
  /** Found in this browser, and not yet opened. */
  #sealed: readonly SealedDraft[] = [];

  constructor(store: Pick<BrowserStore, 'keepDraft' | 'dropDraft'>) {
    this.#store = store;
  }

  /** What the line says of a call that this desk has. */
  heard({ id, draftKey, state, endedBy }: DeskCall, forms: readonly Form[]): void {
    const isOver = state === 'ended' && endedBy !== 'handed-over' && endedBy !== 'supervisor';
    if (!isOver) {
      if (draftKey !== undefined) this.#keys.set(id, draftKey);
      return;
    }
    if (!this.#keys.delete(id)) return;
    for (const form of forms) if (form.call === id) this.keep(form);
  }

  keep(form: Form): void {
    this.#store.keepDraft(draftOf(form), this.#keys.get(form.call ?? '') ?? null);
  }

  drop(id: PledgeId): void {
    this.#store.dropDraft(id);
  }

  forget(id: string): void {
    this.#keys.delete(id);
    for (const sealed of this.#sealed) if (sealed.call === id) this.drop(sealed.id as PledgeId);
    this.#sealed = this.#sealed.filter((sealed) => sealed.call !== id);
  }

  found(sealed: readonly SealedDraft[]): void {
    this.#sealed = sealed;
  }

  /**
   * Asks the line again for the keys: of what lay in this browser, and of what is on the desk, for a call may have been
   * handed to the charity while this browser was away. Answers the forms that could be opened, and the calls that are
   * forgotten; what the line does not answer stays as it is.
   */
  async again(): Promise<{ readonly forms: readonly Form[]; readonly forgotten: readonly string[] }> {
    const calls = [...new Set([...this.#keys.keys(), ...this.#sealed.map((one) => one.call)])];
    if (calls.length === 0) return { forms: [], forgotten: [] };
    const answer = await call(getDraftKeys, { body: { calls: calls.slice(0, ASKED_AT_ONCE) } });
    if (!answer.ok) return { forms: [], forgotten: [] };
    const { keys } = answer.value;
    const forgotten = keys.flatMap((one) => (one.key === null ? [one.call] : []));
    const opened: (Draft | null)[] = [];
    const left: SealedDraft[] = [];
    for (const sealed of this.#sealed) {
      const key = keys.find((one) => one.call === sealed.call)?.key ?? null;
      if (key === null) left.push(sealed);
      else {
        this.#keys.set(sealed.call, key);
        opened.push(await openDraft(sealed, key));
      }
    }
    this.#sealed = left;
    return { forms: opened.flatMap((draft) => (draft === null ? [] : [formOf(draft)])), forgotten };
  }
}
