import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode, fromALaw, fromMuLaw, SILENCE, toALaw, toMuLaw, transcode } from '../src/rtp/g711.ts';

const bytes = Array.from({ length: 256 }, (_, byte) => byte);

test('[MEDIA-2] the corners of ITU-T G.711: silence, the smallest step, the peak', () => {
  deepEqual([toALaw(0), toALaw(-1), toALaw(32767), toALaw(-32768)], [0xd5, 0x55, 0xaa, 0x2a]);
  deepEqual([toMuLaw(0), toMuLaw(32767), toMuLaw(-32768)], [0xff, 0x80, 0x00]);
  deepEqual([fromALaw(0xd5), fromALaw(0x55), fromALaw(0xaa), fromALaw(0x2a)], [8, -8, 32256, -32256]);
  deepEqual([fromMuLaw(0xff), fromMuLaw(0x7f), fromMuLaw(0x80), fromMuLaw(0x00)], [0, 0, 32124, -32124]);
});

test('[MEDIA-2] a byte decoded and encoded again is the same byte (µ-law has two zeros)', () => {
  deepEqual(
    bytes.map((byte) => toALaw(fromALaw(byte))),
    bytes,
  );
  deepEqual(
    bytes.map((byte) => toMuLaw(fromMuLaw(byte))),
    bytes.map((byte) => (byte === 0x7f ? 0xff : byte)),
  );
});

test('[MEDIA-2] a sample comes back within one step of its segment', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32768, max: 32767 }), (sample) => {
      const step = Math.max(16, Math.abs(sample) / 16);
      ok(Math.abs(fromALaw(toALaw(sample)) - sample) <= step);
      ok(Math.abs(fromMuLaw(toMuLaw(sample)) - sample) <= step + 512 * Number(Math.abs(sample) > 32000));
    }),
  );
});

test('[MEDIA-2] one law is turned into the other in place, and only where the sound is', () => {
  const packet = Buffer.from([1, SILENCE.PCMA, toALaw(12_000), 2]);
  transcode(packet, { start: 1, end: 3 }, { from: 'PCMA', to: 'PCMU' });
  equal(packet[0], 1);
  equal(packet[3], 2);
  ok(Math.abs(fromMuLaw(packet[2]!) - 12_000) < 800);
  transcode(packet, { start: 1, end: 3 }, { from: 'PCMU', to: 'PCMU' });
  ok(Math.abs(fromMuLaw(packet[1]!)) < 16);
});

test('[MEDIA-2] sound goes through either law and back', () => {
  const samples = Int16Array.from({ length: 320 }, (_, at) => Math.round(8000 * Math.sin(at / 5)));
  for (const codec of ['PCMA', 'PCMU'] as const) {
    const back = decode(encode(samples, codec), codec);
    ok(back.every((sample, at) => Math.abs(sample - samples[at]!) <= 300));
  }
});
