import { octetsOf, trimBlanks } from '../grammar/octets.ts';

/** A message cut into lines, nothing understood yet. `headers` are unfolded: one logical line each, trimmed at its end. */
export interface RawMessage {
  readonly startLine: string;
  readonly headers: readonly string[];
  /** Everything after the empty line. */
  readonly body: Uint8Array;
  /** Whether the empty line came at all. */
  readonly ended: boolean;
}

const CR = 13;
const LF = 10;

/** RFC 3261 §7: lines end in CRLF; a bare LF is taken too. Line breaks before the start line are skipped (§7.5). */
export function cutLines(bytes: Uint8Array): RawMessage {
  let start = 0;
  while (start < bytes.length && (bytes[start] === CR || bytes[start] === LF)) start++;
  const head = headEnd(bytes, start);
  const lines = octetsOf(bytes.subarray(start, head.at)).split('\n');
  const [startLine = '', ...rest] = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return { startLine, headers: unfold(rest), body: bytes.subarray(head.next), ended: head.ended };
}

/** Where the head ends and where the body begins. */
export function headEnd(
  bytes: Uint8Array,
  start: number,
): { readonly at: number; readonly next: number; readonly ended: boolean } {
  for (let at = bytes.indexOf(LF, start); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return { at, next: at + 2, ended: true };
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return { at, next: at + 3, ended: true };
  }
  return { at: bytes.length, next: bytes.length, ended: false };
}

/** §7.3.1: a line that begins with white space goes on with the one before, which is the same as one space. */
function unfold(lines: readonly string[]): readonly string[] {
  const headers: string[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const goesOn = (line[0] === ' ' || line[0] === '\t') && headers.length > 0;
    if (goesOn) headers[headers.length - 1] += ` ${trimBlanks(line)}`;
    else headers.push(trimBlanks(line));
  }
  return headers;
}

/** `Name : value` → its two halves; null: no colon. */
export function cutHeader(line: string): { readonly name: string; readonly value: string } | null {
  const colon = line.indexOf(':');
  return colon < 0
    ? null
    : { name: trimBlanks(line.slice(0, colon)), value: trimBlanks(line.slice(colon + 1)) };
}
