/** What keeper and server tell each other over the channel between them. Keys travel as base64url. */
export type ToKeeper =
  | { readonly kind: 'ready'; readonly lines: readonly string[] }
  /** The server cannot start and trying again would not help. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'key-put'; readonly call: string; readonly key: string }
  | { readonly kind: 'key-destroy'; readonly call: string }
  | { readonly kind: 'keys'; readonly request: number };

export type ToServer =
  | { readonly kind: 'stop' }
  | { readonly kind: 'keys'; readonly request: number; readonly keys: readonly SentKey[] };

interface SentKey {
  readonly call: string;
  readonly key: string;
}
