import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, encodeText } from '../src/grammar/octets.ts';
import { header, listValues, type Header, type SipMessage } from '../src/message/message.ts';
import { parseMessage } from '../src/message/parse.ts';
import { sessionBody } from '../src/message/session-body.ts';
import { writeMessage } from '../src/message/write.ts';
import { bytes, invite, OFFER, request } from './testing/messages.ts';

function parsed(text: string | Uint8Array): SipMessage {
  const result = parseMessage(typeof text === 'string' ? bytes(text) : text);
  if (result.kind === 'malformed') throw new Error(result.because);
  return result.message;
}

test('[MSG-1] folded lines are one, with one space', () => {
  const message = parsed(request({ method: 'OPTIONS', more: ['Subject: first', '  second', '\t third'] }));
  equal(header(message, 'subject'), 'first second third');
});

test('[MSG-1] bare line feeds end lines too', () => {
  const message = parsed(bytesOf(request({ method: 'OPTIONS' }).replaceAll('\r\n', '\n')));
  equal(message.headers.length, 7);
});

test('[MSG-2] compact forms and any case', () => {
  const text = request({ method: 'OPTIONS' })
    .replace('Via:', 'v :')
    .replace('From:', 'f:')
    .replace('To:', 'T:')
    .replace('Call-ID:', 'i:')
    .replace('CSeq:', 'cSEQ:')
    .replace('Contact:', 'm:')
    .replace('Content-Length:', 'l:');
  deepEqual(
    parsed(text).headers.map(({ name }) => name),
    ['via', 'max-forwards', 'from', 'to', 'call-id', 'cseq', 'contact'],
  );
});

test('[MSG-2] names are written as people write them', () => {
  const text = String.fromCharCode(
    ...writeMessage(parsed(request({ method: 'OPTIONS', more: ['min-se: 90', 'x: 90'] }))),
  );
  for (const name of [
    'Via',
    'Max-Forwards',
    'Call-ID',
    'CSeq',
    'Min-SE',
    'Session-Expires',
    'Content-Length',
  ])
    ok(text.includes(`\r\n${name}: `), name);
});

test('[MSG-3] a list is one list on however many lines', () => {
  const more = ['Route: <sip:a@h;lr>, <sip:b@h?x=1,2>', 'Route: "c, d" <sip:c@h>'];
  deepEqual(listValues(parsed(request({ method: 'OPTIONS', more })), 'route'), [
    '<sip:a@h;lr>',
    '<sip:b@h?x=1,2>',
    '"c, d" <sip:c@h>',
  ]);
});

test('[MSG-6] a name that ends in the byte A0 keeps it', () => {
  const message = parsed(request({ method: 'OPTIONS', more: ['Subject: voil\u00c3\u00a0'] }));
  equal(header(message, 'subject'), 'voil\u00c3\u00a0');
});

const TOKEN = fc.stringMatching(/^[A-Za-z0-9\-.!%*_+`'~]{1,12}$/);
const VALUE = fc
  .string({ unit: fc.integer({ min: 33, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 60 })
  .filter((text) => !text.includes('\u007f'));
const EXTRA = fc.record(
  { name: TOKEN.map((name) => `x-${name.toLowerCase()}`), value: VALUE },
  { noNullPrototype: true },
);
const BASE = fc
  .record({ from: TOKEN, to: TOKEN, id: TOKEN, number: fc.nat(2 ** 31 - 1), method: TOKEN })
  .map(({ from, to, id, number, method }): { method: string; headers: Header[] } => ({
    method,
    headers: [
      { name: 'via', value: `SIP/2.0/UDP h.example;branch=z9hG4bK${id}` },
      { name: 'from', value: `"${from}" <sip:a@h>;tag=${from}` },
      { name: 'to', value: `<sip:b@h>;tag=${to}` },
      { name: 'call-id', value: id },
      { name: 'cseq', value: `${number} ${method}` },
    ],
  }));
const MESSAGE: fc.Arbitrary<SipMessage> = fc
  .tuple(
    BASE,
    fc.array(EXTRA, { maxLength: 8 }),
    fc.uint8Array({ maxLength: 200 }),
    fc.integer({ min: 100, max: 699 }),
    fc.boolean(),
  )
  .filter(([{ method }]) => method !== 'INVITE')
  .map(([{ method, headers }, extra, body, status, asks]): SipMessage => {
    const rest = { headers: [...headers, ...extra], body: Uint8Array.from(body) };
    return asks
      ? { kind: 'request', method, uri: 'sip:110@192.0.2.10', ...rest }
      : { kind: 'response', status, reason: 'Some Reason', ...rest };
  });

test('[MSG-7] what is written is read as it was', () => {
  fc.assert(
    fc.property(MESSAGE, (message) => {
      deepEqual(parseMessage(writeMessage(message)), { kind: 'message', message });
    }),
    { numRuns: 500 },
  );
});

test('[MSG-8] no line break gets into what we write', () => {
  const message = parsed(request({ method: 'OPTIONS' }));
  for (const value of ['a\r\nEvil: 1', 'a\nb', 'a\rb', 'a\0b'])
    throws(() => writeMessage({ ...message, headers: [...message.headers, { name: 'subject', value }] }));
  throws(() => writeMessage({ ...message, headers: [...message.headers, { name: 'a b', value: '' }] }));
  throws(() =>
    writeMessage({ kind: 'response', status: 200, reason: 'a\r\nb', headers: [], body: new Uint8Array() }),
  );
});

test('[MSG-10] 65,535 bytes, 200 headers, 200 members of a list', () => {
  const long = parseMessage(bytes(request({ method: 'OPTIONS', more: [`Subject: ${'x'.repeat(66_000)}`] })));
  // The top of a message that is too long says enough to be answered only where it holds the five headers.
  equal(long.kind === 'malformed' ? long.answer?.status : null, 513);
  const many = parseMessage(
    bytes(request({ method: 'OPTIONS', more: Array.from({ length: 200 }, () => 'X-A: 1') })),
  );
  equal(many.kind === 'malformed' ? many.because : null, 'too-many-headers');
  const list = Array.from({ length: 201 }, () => '<sip:a@h>').join(', ');
  const route = parseMessage(bytes(request({ method: 'OPTIONS', more: [`Route: ${list}`] })));
  equal(route.kind === 'malformed' ? route.because : null, 'bad-header');
});

test('[MSG-11] a datagram may hold more than its message, never less', () => {
  equal(parsed(`${invite()}rubbish`).body.length, OFFER.length);
  const short = parseMessage(bytes(invite().slice(0, -5)));
  equal(short.kind === 'malformed' ? short.because : null, 'content-length');
});

test('[UAS-6] a description alone, inside multipart/mixed, or none', () => {
  const multipart = `--b\r\nContent-Type: application/ISUP\r\n\r\n\u0001\u0010\r\n--b\r\ncontent-type: application/sdp\r\n\r\n${OFFER}\r\n--b--\r\n`;
  const more = ['Content-Type: multipart/mixed;boundary=b'];
  const message = parsed(request({ more }));
  deepEqual(sessionBody({ ...message, body: bytesOf(multipart) }), { kind: 'sdp', sdp: `${OFFER}\r\n` });
  equal(sessionBody({ ...message, body: encodeText('--b--') }).kind, 'unsupported');
  equal(sessionBody(parsed(request())).kind, 'none');
  equal(sessionBody(parsed(invite({ more: ['Content-Encoding: gzip'] }))).kind, 'unsupported');
});

test('[MSG-12] no bytes make the parser throw', () => {
  const noisy = fc.tuple(
    fc.constantFrom(invite(), request({ method: 'BYE' })),
    fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 20 }),
  );
  fc.assert(
    fc.property(noisy, ([text, changes]) => {
      const damaged = bytes(text);
      for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
      parseMessage(damaged);
    }),
    { numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
      parseMessage(Uint8Array.from(any));
    }),
    { numRuns: 500 },
  );
});
