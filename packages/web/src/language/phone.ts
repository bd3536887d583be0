import { readPhone as read, showPhone } from '@pledgeline/contract';

export { showPhone };

/** E.164 as the contract reads it, '' for nothing, null for what is no number (a digit is missing). */
export function readPhone(text: string): string | null {
  const result = read(text);
  if (result.ok) return result.value;
  return result.failure === 'EMPTY' ? '' : null;
}

const MOBILE = /^\+(?:33[67]|262(?:639|69)|590690|590691|594694|59669)/;
const FRENCH = /^\+(?:33|262|590|594|596)/;

/** Only a French landline is known not to: a foreign number may. */
export const takesMessages = (e164: string): boolean => (FRENCH.test(e164) ? MOBILE.test(e164) : e164 !== '');
