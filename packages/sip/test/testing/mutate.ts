import type { Random } from '@pledgeline/core';
import { bytesOf } from '../../src/grammar/octets.ts';

/** A message that was sound, as octets, and what became of it. */
type Mutation = (text: string, random: Random, other: string) => string;

const upTo = (random: Random, max: number): number => Math.floor(random() * max);
const pick = <T>(random: Random, list: readonly T[]): T => list[upTo(random, list.length)]!;

const splice = (text: string, at: number, remove: number, insert: string): string =>
  text.slice(0, at) + insert + text.slice(at + remove);

/** The lines of the head, for mutations that leave the rest as it is. */
function withLines(text: string, change: (lines: string[]) => void): string {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const lines = head.split('\r\n');
  change(lines);
  return lines.join('\r\n') + (end < 0 ? '' : text.slice(end));
}

const NUMBERS = [
  '0',
  '-1',
  '4294967295',
  '4294967296',
  '99999999999999999999',
  '2147483648',
  '65536',
  '00',
  '1e9',
  '',
];
const NASTY = [
  '"',
  '<',
  '>',
  ';',
  ',',
  ':',
  '@',
  '%',
  '%0d%0a',
  '%00',
  '\\',
  '\0',
  '\r',
  '\n',
  '\r\n ',
  '\r\n',
  '\t',
  '\u00ff',
  '[::1]',
  '[',
  '*',
  '=',
  '?',
  '&',
  'sip:',
  'tel:',
  ';tag=',
  ';lr',
  '<sip:a@b>',
  'a'.repeat(300),
  ';'.repeat(250),
  ','.repeat(250),
  '"'.repeat(99),
];
const HEADERS = [
  'Require: 100rel',
  'Require: x',
  'Supported: 100rel, timer, replaces',
  'RAck: 1 1 INVITE',
  'RSeq: 1',
  'Session-Expires: 90;refresher=uas',
  'Session-Expires: 1',
  'Min-SE: 4000000000',
  'Replaces: a;to-tag=b;from-tag=c',
  'Refer-To: <sip:1@192.0.2.1?Replaces=a>',
  'Privacy: id',
  'P-Asserted-Identity: <tel:+33612345678>',
  'Expires: 1',
  'Content-Type: application/dtmf-relay',
  'Content-Type: multipart/mixed; boundary=a',
  'Content-Encoding: gzip',
  'Record-Route: <sip:192.0.2.9>',
  'Record-Route: <sip:x;lr>, <tel:1>',
  'Route: <sip:192.0.2.9;lr>',
  'Contact: *',
  'Via: SIP/2.0/UDP 192.0.2.1',
  'Allow: INVITE, UPDATE',
];

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte, some bytes that are not there any more or not yet.
  (text, random) => {
    const at = upTo(random, text.length);
    return splice(text, at, 1, String.fromCharCode((text.charCodeAt(at) ^ (1 << upTo(random, 8))) & 255));
  },
  (text, random) => splice(text, upTo(random, text.length), 1, String.fromCharCode(upTo(random, 256))),
  (text, random) => splice(text, upTo(random, text.length), upTo(random, 20), ''),
  (text, random) => splice(text, upTo(random, text.length), 0, pick(random, NASTY)),
  (text, random) => text.slice(0, upTo(random, text.length)),
  // Numbers where numbers stand.
  (text, random) => {
    const numbers = [...text.matchAll(/\d+/g)];
    const match = numbers[upTo(random, numbers.length)];
    return match === undefined ? text : splice(text, match.index, match[0].length, pick(random, NUMBERS));
  },
  (text, random) => text.replace(/Content-Length: \d+/, `Content-Length: ${pick(random, NUMBERS)}`),
  // Headers twice, gone, in another order, of another message, with another's value.
  (text, random) =>
    withLines(text, (lines) => lines.splice(upTo(random, lines.length), 0, pick(random, lines))),
  (text, random) => withLines(text, (lines) => lines.splice(upTo(random, lines.length), 1)),
  (text, random) => withLines(text, (lines) => lines.splice(1, 0, pick(random, HEADERS))),
  (text, random) =>
    withLines(text, (lines) => {
      const [one, two] = [upTo(random, lines.length), upTo(random, lines.length)];
      [lines[one], lines[two]] = [lines[two]!, lines[one]!];
    }),
  (text, random, other) =>
    withLines(text, (lines) =>
      lines.splice(upTo(random, lines.length), 1, pick(random, other.split('\r\n'))),
    ),
  (text, random) =>
    withLines(text, (lines) => {
      const [from, to] = [pick(random, lines), upTo(random, lines.length)];
      const name = /^[^:]*:?/.exec(lines[to]!)![0];
      lines[to] = name + from.slice(from.indexOf(':') + 1);
    }),
  (text, random) =>
    withLines(text, (lines) => {
      const at = upTo(random, lines.length);
      lines[at] = lines[at]!.replace(/^[^:]*/, (name) =>
        random() < 0.5 ? name.toUpperCase() : pick(random, HEADERS).split(':')[0]!,
      );
    }),
  // Another method, on either side.
  (text, random) =>
    text.replace(/^[A-Z]+ /, `${pick(random, ['INVITE', 'UPDATE', 'PRACK', 'BYE', 'ACK', 'NEW'])} `),
  // Two messages in one.
  (text, random, other) => text.slice(0, upTo(random, text.length)) + other.slice(upTo(random, other.length)),
  (text, _random, other) => text + other,
];

/** One to four things done to a message; nothing now and then, so that what follows finds its state. */
export function mutated(random: Random, text: string, other: string): Uint8Array<ArrayBuffer> {
  let changed = text;
  const times = random() < 0.1 ? 0 : 1 + upTo(random, random() < 0.7 ? 1 : 4);
  for (let time = 0; time < times && changed !== ''; time++)
    changed = pick(random, MUTATIONS)(changed, random, other);
  return bytesOf(changed);
}

export { pick, upTo };
