import { deepEqual, equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROMPTS } from '@pledgeline/core';
import fc from 'fast-check';
import { readWav } from '../src/rtp/wav.ts';
import { wavOf } from './testing/tones.ts';

test('[MEDIA-8] a telephone recording is read, other chunks before its sound are passed over', () => {
  const samples = Int16Array.from([0, 1, -1, 32767, -32768]);
  const plain = wavOf(samples);
  const withNote = Buffer.concat([
    plain.subarray(0, 36),
    Buffer.from('LIST\x03\0\0\0abc\0', 'latin1'),
    plain.subarray(36),
  ]);
  for (const file of [plain, withNote]) deepEqual(readWav(file), { ok: true, value: samples });
});

for (const [what, at, value] of [
  ['stereo', 22, 2],
  ['44.1 kHz', 24, 44_100],
  ['8 bits', 34, 8],
  ['not PCM', 20, 6],
] as const) {
  test(`[MEDIA-8] ${what} is refused`, () => {
    const file = wavOf(new Int16Array(4));
    file.writeUInt16LE(value, at);
    deepEqual(readWav(file), { ok: false, failure: 'NOT_8KHZ_MONO_16BIT' });
  });
}

test('[MEDIA-8] what is no recording is refused, and nothing makes the reader throw', () => {
  deepEqual(readWav(Buffer.from('hello')), { ok: false, failure: 'NOT_WAV' });
  const whole = wavOf(new Int16Array(40));
  for (let length = 0; length < 44; length += 1) equal(readWav(whole.subarray(0, length)).ok, length === 44);
  fc.assert(
    fc.property(fc.nat(60), fc.nat(255), (at, value) => {
      const file = Buffer.from(whole);
      file[at] = value;
      readWav(file);
    }),
  );
});

test('[MEDIA-8] every shipped recording can be played', () => {
  const folder = new URL('../prompts/', import.meta.url);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .toSorted();
  // All that the line can say, and two donors who ring to try it.
  const known = [...PROMPTS.map(({ name }) => name), 'donor-en', 'donor-fr'];
  deepEqual(names, known.map((name) => `${name}.wav`).toSorted());
  for (const name of names) {
    const samples = readWav(readFileSync(new URL(name, folder)));
    ok(samples.ok && samples.value.length > 800, name);
  }
});
