import { unescape } from '../grammar/uri.ts';

/** Six digits in a row, whatever escapes and separators lie between: a telephone number may be in it. */
export const hasNumber = (text: string): boolean =>
  /\d{6}/.test(unescape(unescape(text)).replaceAll(/[\s\-.()/+*#]/g, ''));

/** The same, and behind base64, wherever in a word that begins. */
export function couldHoldNumber(text: string): boolean {
  if (hasNumber(text)) return true;
  const words = unescape(text).match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return words.some((word) => [0, 1, 2, 3].some((from) => hasNumber(decoded(word.slice(from)))));
}

function decoded(base64: string): string {
  const plain = base64.replaceAll('-', '+').replaceAll('_', '/');
  // One character more than whole groups says nothing.
  return atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
}
