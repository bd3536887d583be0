import { isQuoted, isToken, splitOutside, unquote } from '../grammar/token.ts';

/** `Digest realm="x", nonce="y"`: a scheme and its parameters, unquoted, by lower case name. */
export interface AuthValue {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * RFC 3261 §20.44: these headers are no lists, and stand on a line each. Some peers put several challenges on one line
 * all the same: a word before a parameter begins the next. What cannot be read is left out; the first of two
 * parameters of one name counts.
 */
export function parseAuthValues(lines: readonly string[]): readonly AuthValue[] {
  const values: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  for (const line of lines) {
    let current: Map<string, string> | null = null;
    for (const piece of splitOutside(line, ',') ?? []) {
      const begins = /^([A-Za-z0-9-]{1,40})[ \t]+(?=[^=\s])/.exec(piece);
      if (begins !== null) {
        current = new Map();
        values.push({ scheme: begins[1]!.toLowerCase(), parameters: current });
      }
      if (current !== null) addParameter(current, piece.slice(begins?.[0].length ?? 0));
    }
  }
  return values;
}

function addParameter(parameters: Map<string, string>, text: string): void {
  const match = /^([^\s=]{1,40})[ \t]*=[ \t]*(.+)$/s.exec(text);
  if (match === null) return;
  const name = match[1]!.toLowerCase();
  const value = match[2]!;
  if (!parameters.has(name) && (isToken(value) || isQuoted(value))) parameters.set(name, unquote(value));
}
