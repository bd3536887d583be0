import { trimBlanks } from './octets.ts';
import {
  findOutside,
  isQuoted,
  isToken,
  parameter,
  parseParameters,
  quote,
  unquote,
  writeParameters,
  type Parameter,
} from './token.ts';
import { parseUri, writeUri, type Uri } from './uri.ts';

/** A From, To, Contact, Route, P-Asserted-Identity … value (RFC 3261 §20.10). */
export interface Address {
  /** What is to be shown, unquoted, as octets; null: none. */
  readonly display: string | null;
  readonly uri: Uri;
  readonly parameters: readonly Parameter[];
}

export function parseAddress(text: string): Address | null {
  const value = trimBlanks(text);
  const open = value.startsWith('"') ? afterQuoted(value) : value.indexOf('<');
  if (open === null) return null;
  return open < 0 ? parseAddrSpec(value) : parseNameAddr(value, open);
}

/** Where `<` stands after a display name in quotes; null: the quotes are not closed, or no `<` follows. */
function afterQuoted(value: string): number | null {
  const match = /^"(?:[^"\\]|\\.)*"\s*(?=<)/s.exec(value);
  return match === null ? null : match[0].length;
}

function parseNameAddr(value: string, open: number): Address | null {
  const close = value.indexOf('>', open);
  if (close < 0) return null;
  const display = parseDisplay(trimBlanks(value.slice(0, open)));
  const uri = parseUri(trimBlanks(value.slice(open + 1, close)));
  const parameters = parseParameters(value.slice(close + 1));
  return display === undefined || uri === null || parameters === null ? null : { display, uri, parameters };
}

function parseDisplay(text: string): string | null | undefined {
  if (text === '') return null;
  if (isQuoted(text)) return unquote(text);
  // RFC 3261 wants tokens; what many devices send unquoted is taken too (RFC 4475 §3.1.1.6), but no separator.
  return text.split(/[ \t]+/).every((word) => isToken(word) || /^[^\s"<>,;:@\\]+$/.test(word))
    ? text
    : undefined;
}

/** Without brackets, what follows `;` belongs to the header, and `,` and `?` may not stand in it (RFC 3261 §20). */
function parseAddrSpec(value: string): Address | null {
  const semicolon = findOutside(value, ';');
  const spec = trimBlanks(semicolon < 0 ? value : value.slice(0, semicolon));
  if (/[?,]/.test(spec)) return null;
  const uri = parseUri(spec);
  const parameters = parseParameters(semicolon < 0 ? '' : value.slice(semicolon));
  return uri === null || parameters === null ? null : { display: null, uri, parameters };
}

export function writeAddress({ display, uri, parameters }: Address): string {
  const name = display === null ? '' : `${quote(display)} `;
  return `${name}<${writeUri(uri)}>${writeParameters(parameters)}`;
}

/** The tag of a From or To; null: none. */
export const tagOf = (address: Address): string | null => parameter(address.parameters, 'tag') ?? null;
