import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { DECODED_PER_SECOND, toTelephone, wavInBase64, type Wanted } from '../src/prompts/telephone.ts';

const TEXT: Wanted = { secondsMax: 60, pauseMs: 0, marginMs: 100 };
const tone = (hertz: number, seconds: number, loud = 0.3): Float32Array =>
  Float32Array.from(
    { length: DECODED_PER_SECOND * seconds },
    (_, at) => loud * Math.sin((2 * Math.PI * hertz * at) / DECODED_PER_SECOND),
  );
const silence = (seconds: number): Float32Array => new Float32Array(DECODED_PER_SECOND * seconds);
function after(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
function heard(channels: readonly Float32Array[], wanted = TEXT): Int16Array {
  const made = toTelephone(channels, wanted);
  ok(made.ok, made.ok ? '' : made.failure);
  return made.value;
}
/** Goertzel: which share of the energy is in one tone. */
function share(hertz: number, samples: Int16Array): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 8_000);
  let [one, two, energy] = [0, 0, 0];
  for (const sample of samples) {
    [one, two] = [sample + turn * one - two, one];
    energy += sample * sample;
  }
  return (2 * (one * one + two * two - turn * one * two)) / (samples.length * energy);
}
const loudness = (samples: Int16Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) / 32_767;

test('[PROMPTS-1] a voice stays a voice: what a telephone carries is there, as high as it was', () => {
  for (const hertz of [300, 1_000, 3_000]) ok(share(hertz, heard([tone(hertz, 1)])) > 0.98, String(hertz));
});

test('[PROMPTS-1] what a telephone does not carry does not come back as another tone', () => {
  for (const hertz of [4_500, 5_000, 7_000, 9_000, 15_000]) {
    // Its beginning and end are slow: a tone that is cut is a click, which a telephone does carry.
    const alone = tone(hertz, 1).map((value, at, all) => value * Math.sin((Math.PI * at) / all.length));
    deepEqual(toTelephone([alone], TEXT), { ok: false, failure: 'PROMPT_SILENT' }, String(hertz));
    const both = tone(1_000, 1).map(
      (value, at) => value + 0.3 * Math.sin((2 * Math.PI * hertz * at) / DECODED_PER_SECOND),
    );
    ok(share(1_000, heard([both])) > 0.99, String(hertz));
  }
});

test('[PROMPTS-2] the silence at both ends is cut, that between two words is not', () => {
  const samples = heard([after(silence(2), tone(700, 1), silence(0.5), tone(700, 1), silence(3))]);
  ok(Math.abs(samples.length / 8_000 - 2.7) < 0.03, String(samples.length / 8_000));
  equal(samples[0], 0);
  const noisy = after(tone(200, 1, 0.0004), tone(700, 1), tone(200, 1, 0.0004));
  ok(Math.abs(heard([noisy]).length / 8_000 - 1.2) < 0.03);
});

test('[PROMPTS-2] soft and loud recordings are alike afterwards, and none is clipped', () => {
  for (const loud of [0.02, 0.1, 0.5, 1]) {
    const samples = heard([tone(700, 1, loud)], { ...TEXT, marginMs: 0 });
    ok(Math.abs(loudness(samples) - 0.1) < 0.01, `${loud}: ${loudness(samples)}`);
    ok(samples.every((sample) => Math.abs(sample) < 30_000));
  }
  ok(loudness(heard([tone(700, 1, 0.005)])) < 0.06, 'noise is not drawn up to a voice');
});

test('[PROMPTS-2] a constant is taken out, two channels are one, and a pause follows where one is wanted', () => {
  const shifted = tone(700, 1).map((value) => value + 0.2);
  const made = heard([shifted, tone(700, 1)]);
  ok(Math.abs(made.reduce((sum, sample) => sum + sample, 0) / made.length) < 60);
  const paused = heard([tone(700, 1)], { ...TEXT, pauseMs: 4_000 });
  ok(paused.length >= 5 * 8_000 && paused.slice(-32_000).every((sample) => sample === 0));
});

test('[PROMPTS-3] silence, what is too long and what is too short are no prompt', () => {
  const refused = (samples: Float32Array, wanted = TEXT): unknown => {
    const made = toTelephone([samples], wanted);
    return made.ok ? 'taken' : made.failure;
  };
  equal(refused(silence(1)), 'PROMPT_SILENT');
  equal(refused(new Float32Array()), 'PROMPT_SILENT');
  equal(refused(tone(700, 3), { ...TEXT, secondsMax: 2 }), 'PROMPT_LENGTH');
  equal(refused(tone(700, 0.05), { ...TEXT, marginMs: 0 }), 'PROMPT_LENGTH');
  equal(refused(after(silence(4), tone(700, 1)), { ...TEXT, secondsMax: 2 }), 'taken');
});

test('[PROMPTS-1] what is sent is a WAV file, whatever its length', () => {
  for (const length of [800, 6_143, 6_144, 40_001]) {
    const samples = Int16Array.from({ length }, (_, at) => (at * 7) % 3_000);
    const file = Buffer.from(wavInBase64(samples), 'base64');
    equal(file.length, 44 + length * 2);
    equal(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16), 'RIFFWAVEfmt ');
    deepEqual([file.readUInt32LE(24), file.readUInt16LE(22), file.readUInt16LE(34)], [8_000, 1, 16]);
    equal(file.readUInt32LE(40), length * 2);
    equal(file.readInt16LE(44 + (length - 1) * 2), samples[length - 1]);
  }
});
