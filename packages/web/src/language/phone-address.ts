/** `sip:agent17@192.0.2.4` as people say it: without the word that is always the same. */
export const shownAddress = (uri: string): string => uri.replace(/^sip:/i, '');

/** What was typed, as the line wants it: the word may be left out. */
export function typedAddress(typed: string): string {
  const text = typed.trim();
  if (text === '') return '';
  return `sip:${text.replace(/^sip:/i, '')}`;
}
