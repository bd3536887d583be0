import { ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test, type TestContext } from 'node:test';
import type { CallId } from '@pledgeline/core';
import { MediaClient, mediaProgram, startVoice, writeWav } from '@pledgeline/media';
import { NOBODY } from '../../src/access/actor.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { PromptsOnAir } from '../../src/prompts/on-air.ts';
import { checkedSound } from '../../src/prompts/sound.ts';
import { keepDraft, promptList, promptCampaign, putOnAir, takeAway } from '../../src/prompts/store.ts';
import { createTrial } from '../../src/trial/create.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const CALL = 'a' as CallId;
const TO = { kind: 'caller', call: CALL } as const;
const tone = (hertz: number): Int16Array =>
  Int16Array.from({ length: 8_000 }, (_, at) =>
    Math.round(9_000 * Math.sin((2 * Math.PI * hertz * at) / 8_000)),
  );

/** Media in its own process, below the ports that the system gives away. */
async function openMedia(t: TestContext): Promise<MediaClient> {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
  const socketPath = join(folder, 'media.sock');
  const min = 20_000 + (process.pid % 500) * 20;
  const program = spawn(
    process.execPath,
    [fileURLToPath(mediaProgram), '--socket', socketPath, '--rtp-ports', `${min}-${min + 19}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(program, 'exit');
  const media = new MediaClient({ socketPath });
  t.after(async () => {
    media.close();
    program.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await once(program.stdout, 'data');
  return media;
}

/** What the caller on hold hears: the share that a tone has in the last 200 ms. */
async function onHold(t: TestContext, media: MediaClient): Promise<(hertz: number) => Promise<void>> {
  const phone = await startVoice({ bind: '127.0.0.1', wav: new Int16Array(160), codec: 'PCMA' });
  ok(phone.ok);
  t.after(phone.value.stop);
  let last: number[] = [];
  phone.value.listen((samples) => (last = [...last, ...samples].slice(-1_600)));
  const { local } = phone.value;
  ok((await media.openLeg({ call: CALL, remote: local, codec: 'PCMA', keysPayloadType: null })).ok);
  ok((await media.play({ to: TO, prompt: 'hold-fr', repeat: true })).ok);
  return async (hertz) => {
    for (let tried = 0; tried < 2_000 && share(hertz, last) < 0.8; tried += 1) await pause(10);
    ok(share(hertz, last) >= 0.8, `${hertz} Hz is not heard`);
  };
}

function share(hertz: number, samples: readonly number[]): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 8_000);
  let [one, two, energy] = [0, 0, 1];
  for (const sample of samples) {
    [one, two] = [sample + turn * one - two, one];
    energy += sample * sample;
  }
  return samples.length < 1_600
    ? 0
    : (2 * (one * one + two * two - turn * one * two)) / (samples.length * energy);
}

async function air(db: TestDatabase['db'], hertz: number): Promise<void> {
  const campaign = await promptCampaign(db);
  const sound = checkedSound(writeWav(tone(hertz)), { kind: 'text' });
  ok(campaign !== null && sound.ok);
  const deed = { actor: NOBODY, campaign: campaign.id, name: 'hold-fr' } as const;
  await keepDraft(db, { ...deed, sound: sound.value });
  const { prompts } = await promptList(db, campaign);
  const draft = prompts.find(({ name }) => name === 'hold-fr')?.draft?.id ?? '';
  ok(await putOnAir(db, { ...deed, draft }));
}

test('[PRO-5] a caller on hold hears the charity’s own recording, then the next one, and a new one after that was taken back', async (t) => {
  const { db, end } = await testDatabase();
  t.after(() => end());
  await createTrial(db);
  await air(db, 700);
  const media = await openMedia(t);
  const onAir = await PromptsOnAir.open({ db, media, log: openLog({ level: 'silent' }) });
  t.after(() => onAir.stop());
  const hears = await onHold(t, media);
  await hears(700);
  await air(db, 1_100);
  await onAir.reload();
  await hears(1_100);
  const campaign = await promptCampaign(db);
  ok(await takeAway(db, { actor: NOBODY, campaign: campaign?.id ?? '', name: 'hold-fr', state: 'live' }));
  await onAir.reload();
  await air(db, 1_900);
  await onAir.reload();
  await hears(1_900);
});
