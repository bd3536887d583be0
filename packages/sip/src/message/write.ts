import { assert } from '@pledgeline/core';
import { bytesOf } from '../grammar/octets.ts';
import { isToken } from '../grammar/token.ts';
import { spelledName } from './header-names.ts';
import type { Header, SipMessage } from './message.ts';

/** No line break gets into a header: what breaks this is a bug of ours, as all that peers send was parsed before. */
function writeHeader({ name, value }: Header): string {
  const spelled = spelledName(name);
  assert(isToken(spelled), 'a header name is a token');
  assert(isOneLine(value), `no line break in ${name}`);
  return `${spelled}: ${value}\r\n`;
}
export const isOneLine = (octets: string): boolean => !/[\r\n\0]/.test(octets);

/** The bytes of a message. Content-Length is written here, from the body. */
export function writeMessage(message: SipMessage): Uint8Array<ArrayBuffer> {
  const start = startLine(message);
  assert(isOneLine(start), 'no line break in the start line');
  let head = `${start}\r\n`;
  for (const each of message.headers) if (each.name !== 'content-length') head += writeHeader(each);
  return bytesOf(`${head}Content-Length: ${message.body.length}\r\n\r\n`, message.body);
}

const startLine = (message: SipMessage): string =>
  message.kind === 'request'
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`;
