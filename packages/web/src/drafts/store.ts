import { PledgeForm } from '@pledgeline/contract';
import type { PledgeId } from '@pledgeline/core';
import { z } from 'zod';
import { Draft } from './draft.ts';
import { SealedDraft, sealDraft } from './sealed-draft.ts';

const DATABASE = 'pledgeline';
const VERSION = 1;
const DRAFTS = 'drafts';
const UNSENT = 'unsent';

const UnsentRow = z.object({ id: z.uuid(), pledge: PledgeForm });

export interface Kept {
  readonly drafts: readonly Draft[];
  /** Of calls that may be on; the line has their keys. */
  readonly sealed: readonly SealedDraft[];
  readonly unsent: readonly { readonly id: PledgeId; readonly pledge: PledgeForm }[];
}

/** What this browser keeps of pledges that are not on the server's disk yet. Writes happen in the order in which they were asked for. */
export class BrowserStore {
  #database: Promise<IDBDatabase> | null = null;
  #last: Promise<void> = Promise.resolve();
  readonly #failed: () => void;

  /** `failed`: this browser keeps nothing (private window, full disk); the volunteer must know. */
  constructor(failed: () => void) {
    this.#failed = failed;
  }

  /** `key`: in base64; null: the call is over, and what was typed in it stays readable in this browser. */
  keepDraft = (draft: Draft, key: string | null): void =>
    this.#write(DRAFTS, async () => {
      const row = key === null ? draft : await sealDraft(draft, key);
      return (store) => store.put(row);
    });
  dropDraft = (id: PledgeId): void => this.#write(DRAFTS, async () => (store) => store.delete(id));
  keepUnsent = (id: PledgeId, pledge: PledgeForm): void =>
    this.#write(UNSENT, async () => (store) => store.put({ id, pledge }));
  dropUnsent = (id: PledgeId): void => this.#write(UNSENT, async () => (store) => store.delete(id));

  /** A row that can no longer be read (an older version wrote it) is left where it is. */
  async load(): Promise<Kept> {
    try {
      const database = await this.#open();
      const drafts = await all(database, DRAFTS);
      const unsent = await all(database, UNSENT);
      return {
        drafts: readable(Draft, drafts),
        sealed: readable(SealedDraft, drafts),
        unsent: readable(UnsentRow, unsent).map(named),
      };
    } catch {
      this.#failed();
      return { drafts: [], sealed: [], unsent: [] };
    }
  }

  /** What is asynchronous comes first: a transaction ends by itself while something else is waited for. */
  #write(name: string, prepare: () => Promise<(store: IDBObjectStore) => void>): void {
    this.#last = this.#last.then(async () => {
      try {
        const change = await prepare();
        const database = await this.#open();
        const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
        change(transaction.objectStore(name));
        await finished(transaction);
      } catch {
        this.#failed();
      }
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, VERSION);
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(DRAFTS, { keyPath: 'id' });
        request.result.createObjectStore(UNSENT, { keyPath: 'id' });
      });
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () =>
        reject(request.error ?? new Error('no database in this browser')),
      );
    });
    return this.#database;
  }
}

const named = (row: z.infer<typeof UnsentRow>) => ({ id: row.id as PledgeId, pledge: row.pledge });

function readable<Shape extends z.ZodType>(shape: Shape, rows: readonly unknown[]): z.output<Shape>[] {
  return rows.flatMap((row) => {
    const parsed = shape.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

function all(database: IDBDatabase, name: string): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction(name, 'readonly').objectStore(name).getAll();
    request.addEventListener('success', () => resolve(request.result as readonly unknown[]));
    request.addEventListener('error', () => reject(request.error ?? new Error('unreadable')));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')));
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('failed')));
  });
}
