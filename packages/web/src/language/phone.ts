/**
 * Reads a number as a donor says it. The server is the judge; this is what makes the form say at once that a digit is missing.
 * Answers E.164, '' for nothing, null for what is no number. Without a leading + or 00 it is French.
 */
export function readPhone(text: string): string | null {
  const digits = text.replaceAll(/[\s.\-()/]/g, '');
  if (digits === '') return '';
  const international = digits.replace(/^00/, '+').replace(/^\+330/, '+33');
  if (international.startsWith('+33')) return /^\+33[1-9]\d{8}$/.test(international) ? international : null;
  if (international.startsWith('+')) return /^\+[1-9]\d{5,14}$/.test(international) ? international : null;
  return /^0[1-9]\d{8}$/.test(digits) ? `+33${digits.slice(1)}` : null;
}

/** « 06 12 34 56 78 » for a French number, else in groups of three behind the +. */
export function showPhone(e164: string): string {
  if (e164.startsWith('+33') && e164.length === 12)
    return `0${e164.slice(3)}`.replaceAll(/(\d\d)(?=\d)/g, '$1 ');
  return e164.replaceAll(/(\d{3})(?=\d)/g, '$1 ');
}

/** Only a number of which it is known that it cannot: a foreign one may. */
export const takesMessages = (e164: string): boolean =>
  e164.startsWith('+33') ? /^\+33[67]/.test(e164) : e164 !== '';
