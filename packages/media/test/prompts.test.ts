import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { heardAmount, PROMPTS, type CallId, type PromptName } from '@pledgeline/core';
import { EmbeddedMedia } from '../src/engine/embedded.ts';
import { joined, recordingOf, recordingPath } from '../src/engine/recordings.ts';
import { MediaClient, readWav, startVoice, writeWav } from '../src/index.ts';
import type { Media, MediaEvent } from '../src/port.ts';
import { readRequest } from '../src/process/protocol.ts';
import { decode } from '../src/rtp/g711.ts';
import {
  openEmbedded,
  openThroughProcess,
  socketFolder,
  startProcess,
  testSettings,
} from './testing/engines.ts';
import { Ear, tone, wavOf } from './testing/tones.ts';
import { until } from './testing/until.ts';

const CALL = 'a' as CallId;
const TO = { kind: 'caller', call: CALL } as const;

/** A caller's leg and the ear at its far end. */
async function caller(t: TestContext, media: Media): Promise<Ear> {
  const phone = await startVoice({ bind: '127.0.0.1', wav: new Int16Array(160), codec: 'PCMA' });
  ok(phone.ok);
  t.after(phone.value.stop);
  const leg = await media.openLeg({
    call: CALL,
    remote: phone.value.local,
    codec: 'PCMA',
    keysPayloadType: null,
  });
  ok(leg.ok);
  const ear = new Ear();
  phone.value.listen(ear.hear);
  return ear;
}

test('[MEDIA-60] recordings of any length follow each other sample by sample', () => {
  const pieces = [tone(700).slice(0, 333), tone(1100).slice(0, 1), tone(1900).slice(0, 161)];
  const one = joined(pieces.map(recordingOf));
  equal(one.samples, 495);
  equal(one.frames, 4);
  for (const codec of ['PCMA', 'PCMU'] as const) {
    const apart = pieces.map((piece) => recordingOf(piece).sound[codec].subarray(0, piece.length));
    deepEqual(one.sound[codec].subarray(0, 495), Buffer.concat(apart));
    ok(decode(one.sound[codec].subarray(495), codec).every((sample) => Math.abs(sample) < 16));
  }
});

test('[MEDIA-60] an amount is played as one sound, and its end is told once, as that of the last piece', async (t) => {
  const { media, close } = await openEmbedded();
  t.after(close);
  const events: MediaEvent[] = [];
  media.listen((event) => events.push(event));
  const heard: number[] = [];
  const phone = await startVoice({ bind: '127.0.0.1', wav: new Int16Array(160), codec: 'PCMA' });
  ok(phone.ok);
  t.after(phone.value.stop);
  const leg = await media.openLeg({
    call: CALL,
    remote: phone.value.local,
    codec: 'PCMA',
    keysPayloadType: null,
  });
  ok(leg.ok);
  phone.value.listen((samples) => heard.push(...samples));
  const prompts = heardAmount(282, 'fr');
  deepEqual(prompts, ['heard-200-fr', 'heard-80-fr', 'heard-2-euros-fr']);
  ok((await media.play({ to: TO, prompt: prompts, repeat: false })).ok);
  await until('its end is told', () => events.some(({ kind }) => kind === 'prompt-ended'));
  deepEqual(
    events.filter(({ kind }) => kind === 'prompt-ended'),
    [{ kind: 'prompt-ended', to: TO, prompt: 'heard-2-euros-fr' }],
  );
  const spoken = joined(prompts.map((name) => recordingOf(samplesOf(name))));
  const wanted = decode(spoken.sound.PCMA, 'PCMA');
  // Before it, silence may have been sent: the sound is looked for whole.
  await until('it is heard whole', () => holds(heard, wanted));
});

const samplesOf = (name: PromptName): Int16Array => {
  const read = readWav(readFileSync(recordingPath(name)));
  ok(read.ok);
  return read.value;
};

function holds(heard: readonly number[], wanted: Int16Array): boolean {
  for (let at = 0; at + wanted.length <= heard.length; at += 160)
    if (wanted.every((sample, index) => heard[at + index] === sample)) return true;
  return false;
}

test('[MEDIA-60] no sequence, too long a one and one with a stranger in it are refused', async (t) => {
  const { media, close } = await openEmbedded();
  t.after(close);
  await caller(t, media);
  const many = Array.from({ length: 33 }, () => 'heard-1-fr' as const);
  for (const prompt of [[], many, ['heard-1-fr', 'nonsense' as PromptName]] as const)
    equal((await media.play({ to: TO, prompt, repeat: false })).ok, false);
});

for (const [where, open] of [
  ['the engine', openEmbedded],
  ['its process', openThroughProcess],
] as const)
  test(`[MEDIA-61] ${where} plays the charity's own recording, and the shipped one again`, async (t) => {
    const { media, close } = await open();
    t.after(close);
    const ear = await caller(t, media);
    ok((await media.setPrompt({ prompt: 'hold-fr', wav: wavOf(tone(700, 60)) })).ok);
    await media.play({ to: TO, prompt: 'hold-fr', repeat: true });
    await until('the own one is heard', () => ear.hears(700));
    ok((await media.setPrompt({ prompt: 'hold-fr', wav: null })).ok);
    await media.play({ to: TO, prompt: 'hold-fr', repeat: true });
    ear.forget();
    await until('the shipped one is heard', () => ear.heard > 4000 && !ear.quiet && !ear.hears(700));
  });

test('[MEDIA-61] whoever is on hold hears the new recording when the former has come to its end', async (t) => {
  const { media, close } = await openEmbedded();
  t.after(close);
  const ear = await caller(t, media);
  await media.setPrompt({ prompt: 'hold-fr', wav: wavOf(tone(700, 1)) });
  await media.play({ to: TO, prompt: 'hold-fr', repeat: true });
  await until('the former is heard', () => ear.hears(700));
  await media.setPrompt({ prompt: 'hold-fr', wav: wavOf(tone(1100, 1)) });
  await until('the new one is heard', () => ear.hears(1100));
});

test('[MEDIA-62] what cannot be played changes nothing', async (t) => {
  const media = new EmbeddedMedia(testSettings());
  t.after(() => media.close());
  const refused = { ok: false, failure: 'BAD_RECORDING' };
  for (const wav of [Buffer.from('hello'), wavOf(new Int16Array(0)), wavOf(new Int16Array(60 * 8000 + 1))])
    deepEqual(await media.setPrompt({ prompt: 'hold-fr', wav }), refused);
  ok((await media.setPrompt({ prompt: 'hold-fr', wav: wavOf(new Int16Array(60 * 8000)) })).ok);
  for (const command of [
    { kind: 'set-prompt', prompt: 'donor-fr', wav: null },
    { kind: 'set-prompt', prompt: '../hold-fr', wav: null },
    { kind: 'set-prompt', prompt: 'hold-fr', wav: 7 },
    { kind: 'play', to: TO, prompt: [], repeat: false },
  ])
    equal(readRequest(JSON.stringify({ id: 1, command })).ok, false);
});

test('[MEDIA-63] a process that comes back is given the recordings, and so is one that comes late', async (t) => {
  const { socketPath, remove } = socketFolder();
  const media = new MediaClient({ socketPath });
  t.after(remove);
  t.after(() => media.close());
  const wav = wavOf(tone(1100, 60));
  // The longest that there may be fits into a line of the protocol.
  deepEqual(await media.setPrompt({ prompt: 'hold-fr', wav }), { ok: false, failure: 'MEDIA_AWAY' });
  const first = await startProcess(socketPath);
  t.after(() => first.child.kill('SIGKILL'));
  const ear = await caller(t, media);
  await media.play({ to: TO, prompt: 'hold-fr', repeat: true });
  await until('the late one plays it', () => ear.hears(1100));
  const back = new Promise<void>((resolve) => {
    media.listen((event) => event.kind === 'media-back' && resolve());
  });
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await startProcess(socketPath);
  t.after(() => second.child.kill('SIGKILL'));
  await back;
  const other = await caller(t, media);
  await media.play({ to: TO, prompt: 'hold-fr', repeat: true });
  await until('the one that came back plays it', () => other.hears(1100));
});

test('[MEDIA-8] every prompt of the line is shipped; what is written is read again', () => {
  for (const { name } of PROMPTS) ok(samplesOf(name).length > 800, name);
  const samples = Int16Array.from([0, 1, -1, 32_767, -32_768]);
  deepEqual(readWav(writeWav(samples)), { ok: true, value: samples });
});
