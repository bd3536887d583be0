import type { KeyChange } from './key-changes.ts';

/** What keeper and server tell each other over the channel between them. Keys travel as base64url. */
export type ToKeeper =
  | { readonly kind: 'ready'; readonly lines: readonly string[] }
  /** The server cannot start and trying again would not help. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'keys-changed'; readonly changes: readonly KeyChange[] }
  | { readonly kind: 'keys'; readonly request: number };

export type ToServer =
  | { readonly kind: 'stop' }
  | { readonly kind: 'keys'; readonly request: number; readonly keys: readonly SentKey[] };

interface SentKey {
  readonly call: string;
  readonly key: string;
}
