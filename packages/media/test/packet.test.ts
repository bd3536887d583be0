import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blankHeader, readRtp, sequenceAhead, timestampAhead, writeRtpHeader } from '../src/rtp/packet.ts';

const packet = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test('[MEDIA-1] a packet is read: type, marker, sequence, timestamp, SSRC, and where its sound lies', () => {
  const header = blankHeader();
  ok(readRtp(packet('80 88 0102 00000a00 deadbeef d5d5d5'), header));
  deepEqual(header, {
    payloadType: 8,
    marker: true,
    sequence: 0x0102,
    timestamp: 0xa00,
    ssrc: 0xdeadbeef,
    payloadStart: 12,
    payloadEnd: 15,
  });
});

test('[MEDIA-1] contributors, an extension and padding are not sound', () => {
  const header = blankHeader();
  ok(readRtp(packet('b1 00 0001 00000001 00000001 00000002 bede0001 aabbccdd 1122 0002'), header));
  deepEqual([header.payloadStart, header.payloadEnd], [24, 26]);
});

for (const [what, hex] of [
  ['too short', '80 08 0001 00000000 000000'],
  ['another version', '40 08 0001 00000000 00000001'],
  ['RTCP', '80 c8 0006 00000000 00000001'],
  ['contributors cut off', '8f 08 0001 00000000 00000001'],
  ['an extension cut off', '90 08 0001 00000000 00000001 bede'],
  ['an extension longer than the packet', '90 08 0001 00000000 00000001 bedeffff 00'],
  ['more padding than there is', 'a0 08 0001 00000000 00000001 d5 ff'],
  ['padding of nothing', 'a0 08 0001 00000000 00000001 d5 00'],
] as const) {
  test(`[MEDIA-1] ${what} is not RTP`, () => equal(readRtp(packet(hex), blankHeader()), false));
}

test('[MEDIA-1] no packet whatever makes the reader throw or point outside of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const header = blankHeader();
      if (!readRtp(Buffer.from(bytes), header)) return;
      ok(header.payloadStart >= 12 && header.payloadStart <= header.payloadEnd);
      ok(header.payloadEnd <= bytes.length);
    }),
  );
});

test('[MEDIA-1] what is written is read again', () => {
  fc.assert(
    fc.property(
      fc.nat(127),
      fc.boolean(),
      fc.nat(0xffff),
      fc.nat(0xffffffff),
      fc.nat(0xffffffff),
      (payloadType, marker, sequence, timestamp, ssrc) => {
        fc.pre(!(marker && payloadType >= 64 && payloadType <= 95));
        const written = Buffer.alloc(14);
        writeRtpHeader(written, 0, { payloadType, marker, sequence, timestamp, ssrc });
        const header = blankHeader();
        ok(readRtp(written, header));
        const { payloadStart: _start, payloadEnd: _end, ...mark } = header;
        deepEqual(mark, { payloadType, marker, sequence, timestamp, ssrc });
      },
    ),
  );
});

test('[MEDIA-1] numbers are compared on their circles', () => {
  equal(sequenceAhead(0xffff, 0), 1);
  equal(sequenceAhead(0, 0xffff), -1);
  equal(timestampAhead(0xffffff00, 0x100), 0x200);
  equal(timestampAhead(0x100, 0xffffff00), -0x200);
});
