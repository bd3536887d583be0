import { z } from 'zod';
import { Draft } from './draft.ts';

const NONCE_BYTES = 12;

/** [CHW-4] A draft as it lies in this browser while its call may still be handed to the charity. */
export const SealedDraft = z.object({
  id: z.uuid(),
  call: z.string(),
  nonce: z.instanceof(Uint8Array<ArrayBuffer>),
  sealed: z.instanceof(ArrayBuffer),
});
export type SealedDraft = z.infer<typeof SealedDraft>;

/** `key`: the call's own, in base64. Once the line has destroyed it, nobody reads these bytes, wherever they were written. */
export async function sealDraft(draft: Draft, key: string): Promise<SealedDraft> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  const how = { name: 'AES-GCM', iv: nonce };
  const sealed = await crypto.subtle.encrypt(how, await imported(key), bytes);
  return { id: draft.id, call: draft.call ?? '', nonce, sealed };
}

/** Null: it is not the key, or not a draft. */
export async function openDraft({ nonce, sealed }: SealedDraft, key: string): Promise<Draft | null> {
  try {
    const how = { name: 'AES-GCM', iv: nonce };
    const bytes = await crypto.subtle.decrypt(how, await imported(key), sealed);
    return Draft.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

const imported = (key: string): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0)),
    'AES-GCM',
    false,
    ['encrypt', 'decrypt'],
  );
