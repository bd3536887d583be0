import { trimBlanks } from './octets.ts';
import { LIMITS } from '../limits.ts';

/** RFC 3261 §25.1 `token`. */
const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;
export const isToken = (text: string): boolean => TOKEN.test(text);

const QUOTED = /^"(?:[^"\\\r\n]|\\[^\r\n])*"$/;
export const isQuoted = (text: string): boolean => QUOTED.test(text);

/** What a quoted string says, without quotes and escapes. */
export const unquote = (text: string): string =>
  isQuoted(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text;
export const quote = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;

/**
 * Where `wanted` first stands outside quoted strings and angle brackets, from `start`; -1: nowhere. A quote that is
 * not closed hides the rest.
 */
export function findOutside(text: string, wanted: string, start = 0): number {
  let quoted = false;
  let angled = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (!angled && wanted.includes(character)) return at;
    else if (character === '"') quoted = true;
    else if (character === '<') angled = true;
    else if (character === '>') angled = false;
  }
  return -1;
}

/** Cuts at separators outside quotes and brackets; null: more than `LIMITS.listMax` pieces. */
export function splitOutside(text: string, separator: ',' | ';'): readonly string[] | null {
  if (!text.includes(separator)) return [trimBlanks(text)];
  const pieces: string[] = [];
  let start = 0;
  for (;;) {
    const end = findOutside(text, separator, start);
    if (pieces.length >= LIMITS.listMax) return null;
    pieces.push(trimBlanks(text.slice(start, end < 0 ? undefined : end)));
    if (end < 0) return pieces;
    start = end + 1;
  }
}

export interface Parameter {
  /** Lower case. */
  readonly name: string;
  /** As written, quotes and all; null: a flag such as `lr`. */
  readonly value: string | null;
}

/** `;a=b;c` after a value. null: malformed. Hosts such as `[::1]` are taken as values too (received=, maddr=). */
export function parseParameters(text: string): readonly Parameter[] | null {
  if (trimBlanks(text) === '') return [];
  const pieces = splitOutside(trimBlanks(text), ';');
  if (pieces === null || pieces[0] !== '') return null;
  const parameters: Parameter[] = [];
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=');
    const name = trimBlanks(equals < 0 ? piece : piece.slice(0, equals));
    const value = equals < 0 ? null : trimBlanks(piece.slice(equals + 1));
    if (!isToken(name) || (value !== null && !isParameterValue(value))) return null;
    parameters.push({ name: name.toLowerCase(), value });
  }
  return parameters;
}
const isParameterValue = (value: string): boolean =>
  isToken(value) || isQuoted(value) || /^[[\]:A-Za-z0-9\-.!%*_+`'~]+$/.test(value);

export const parameter = (parameters: readonly Parameter[], name: string): string | null | undefined =>
  parameters.find((each) => each.name === name)?.value;

export const writeParameters = (parameters: readonly Parameter[]): string =>
  parameters.map(({ name, value }) => (value === null ? `;${name}` : `;${name}=${value}`)).join('');
