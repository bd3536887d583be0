import { unescape } from '../grammar/uri.ts';

/** RFC 3323 §4.2, RFC 3325 §9.3, RFC 7044 §10.1: what asks for nothing that hides the caller. */
const HARMLESS = new Set(['none', 'history', '']);

/** `Privacy: id;critical`. A word that we do not know is taken for a wish to be hidden. */
export const asksForPrivacy = (value: string): boolean =>
  value
    .toLowerCase()
    .split(/[;,\s]+/)
    .some((word) => !HARMLESS.has(word));

/**
 * RFC 3323 §4.1.1.3: `"Anonymous" <sip:anonymous@anonymous.invalid>`, and what carriers make of it. Looked for in the
 * text, unescaped, since a From that cannot be parsed may be anonymous as well.
 */
export function isAnonymousFrom(value: string): boolean {
  const text = unescape(unescape(value)).replaceAll('\\', '').toLowerCase();
  return DISPLAY.test(text) || USER.test(text) || text.includes('anonymous.invalid');
}
const DISPLAY = /^\s{0,20}"?\s{0,20}(anonymous|anonyme|restricted|private|unavailable)\s{0,20}"?\s{0,20}</;
const USER = /(^|[:<\s])(anonymous|restricted)(:[^@]{0,80})?@/;
