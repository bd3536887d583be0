import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withhold } from '@pledgeline/sip';
import { readMessage } from '../../src/trace/message.ts';
import { invite, onWire, request, response } from './messages.ts';

const read = (bytes: Uint8Array) => {
  const summary = readMessage(bytes, () => '');
  if (summary === null) return null;
  const { key: _, ...shown } = summary;
  return shown;
};

test('[TRACE-2] a request with sound, a response, and a body of another kind are told apart', () => {
  deepEqual(read(invite({ sequence: 7 })), {
    method: 'INVITE',
    status: null,
    sequence: 7,
    body: { kind: 'sound', codec: 'PCMA', direction: 'sendrecv', port: 40_000 },
  });
  deepEqual(read(response(180)), { method: 'INVITE', status: 180, sequence: 1, body: { kind: 'none' } });
  const key = request({ method: 'INFO', more: 'Content-Type: application/dtmf-relay\n', body: 'Signal=5' });
  deepEqual(read(key)?.body, { kind: 'other' });
});

test('[TRACE-2] a dynamic codec is named, an unknown one and an unknown method are not repeated', () => {
  const dynamic = (name: string) =>
    read(invite({ body: `v=0\nm=audio 9 RTP/AVP 96\na=rtpmap:96 ${name}/8000\na=sendonly\n` }))?.body;
  deepEqual(dynamic('OPUS'), { kind: 'sound', codec: 'opus', direction: 'sendonly', port: 9 });
  deepEqual(dynamic('0639980177'), { kind: 'sound', codec: 'other', direction: 'sendonly', port: 9 });
  equal(read(request({ method: 'PLEASERING' }))?.method, 'OTHER');
  equal(read(request({ method: '0639980177' })), null);
});

/** As SIP-I carriers send it: the sound beside an ISUP message, which holds the number in its own digits. */
const multipart = (): Uint8Array<ArrayBuffer> =>
  onWire(`INVITE sip:110@192.0.2.10 SIP/2.0
Call-ID: one
CSeq: 1 INVITE
Content-Type: multipart/mixed;boundary=part

--part
Content-Type: application/isup;version=itu-t92+

0639980177
--part
Content-Type: application/sdp

v=0
m=audio 40000 RTP/AVP 8
--part--
`);

test('[TRACE-2] a body of several parts shows its sound and nothing of the others', () => {
  deepEqual(read(multipart())?.body, {
    kind: 'sound',
    codec: 'PCMA',
    direction: 'sendrecv',
    port: 40_000,
  });
});

test('[TRACE-2] a CSeq as long as a telephone number is shown by its last five digits', () => {
  equal(read(request({ sequence: 639_980_177 }))?.sequence, 80_177);
});

test('[TRACE-2] one-letter names, folded lines, bare line feeds and line breaks before it are read', () => {
  const folded = 'BYE sip:x SIP/2.0\nCSeq:\n 2 BYE\ni: a@b\nContent-Length: 0\n\n';
  deepEqual(read(onWire(folded)), { method: 'BYE', status: null, sequence: 2, body: { kind: 'none' } });
  deepEqual(read(new TextEncoder().encode(`\r\n\r\n${folded}`))?.method, 'BYE');
});

test('[TRACE-2] what is no message is none', () => {
  for (const text of ['', '\r\n\r\n', 'GET / HTTP/1.1\n\n', 'SIP/2.0 999 x\nCSeq: 1 BYE\ni: a\n\n'])
    equal(read(onWire(text)), null, JSON.stringify(text));
});

test('[TRACE-2] a ladder shows nothing of a message that the reduction for withheld numbers would take out', () => {
  const bytes = fc.oneof(
    fc.constantFrom(invite(), multipart(), request({ method: 'BYE' }), response(200), response(486)),
    fc
      .tuple(fc.constantFrom('INVITE', 'ACK', 'INFO'), fc.nat(2_000_000_000), fc.string())
      .map(([method, sequence, junk]) => request({ method, sequence, more: `X-Y: ${junk}\n` })),
  );
  fc.assert(
    fc.property(bytes, (message) => deepEqual(read(message), read(withhold(message, true).bytes))),
    { numRuns: 500 },
  );
});

test('[TRACE-2] whatever the bytes are, reading them ends and throws nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(300), (junk, at) => {
      const bytes = invite();
      bytes.set(junk.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length - 1));
      readMessage(bytes, () => '');
      readMessage(junk, () => '');
    }),
    { numRuns: 500 },
  );
});
