import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { buildScreens, NEEDS_CHROMIUM, openRoom, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
let screens: Awaited<ReturnType<typeof buildScreens>>;
before(async () => {
  if (skip === false) screens = await buildScreens();
});
after(async () => {
  if (skip === false) await screens.end();
});

async function atPrompts(
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> {
  const room = await openRoom({ root: screens.root, ...wishes });
  room.line.signInStaff();
  try {
    await room.page.goto(`${room.address}/prompts`);
    await room.page.locator('.prompt').first().waitFor();
    await visit(room);
  } finally {
    await room.end();
  }
}
const openPrompt = async ({ page }: Room, title: string): Promise<void> => {
  await page
    .getByRole('link', { name: `Enregistrer\u00a0: ${title}` })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};
const draftIsThere = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Mettre à l’antenne' }).waitFor();
/** One of them: shorter than this no recording is kept. */
async function beep(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('meter')?.value ?? 0) > 0.2);
  await page.waitForFunction(() => (document.querySelector('meter')?.value ?? 0) < 0.05);
}
const choose = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/mpeg', buffer: bytes });

/** The samples of a recording as it was sent; it must be a WAV file of the telephone's form. */
function samplesOf(wav: Buffer | undefined): Int16Array {
  assert.ok(wav);
  assert.deepEqual([wav.readUInt32LE(24), wav.readUInt16LE(22), wav.readUInt16LE(34)], [8_000, 1, 16]);
  return Int16Array.from({ length: (wav.length - 44) / 2 }, (_, at) => wav.readInt16LE(44 + at * 2));
}
/** By the zeros that it passes: the pitch of a steady tone. */
function pitchOf(samples: Int16Array): number {
  const middle = samples.slice(samples.length / 4, (samples.length * 3) / 4);
  const passed = middle.filter((sample, at) => at > 0 && sample >= 0 && middle[at - 1]! < 0).length;
  return (passed * 8_000) / middle.length;
}
/** Two seconds of a tone between two of silence, 44.1 kHz, stereo. */
function wideTone(hertz: number): Buffer {
  const seconds = 4;
  const file = Buffer.alloc(44 + seconds * 44_100 * 4);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  for (const [at, value] of [
    [16, 16],
    [24, 44_100],
    [28, 176_400],
    [40, file.length - 44],
  ] as const)
    file.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ] as const)
    file.writeUInt16LE(value, at);
  file.write('data', 36, 'latin1');
  for (let at = 44_100; at < 3 * 44_100; at += 1) {
    const value = Math.round(6_000 * Math.sin((2 * Math.PI * hertz * at) / 44_100));
    file.writeInt16LE(value, 44 + at * 4);
    file.writeInt16LE(value, 46 + at * 4);
  }
  return file;
}

for (const dark of [false, true])
  test(`[SCREEN-3] the prompts have no axe violation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    atPrompts({ dark }, async (room) => {
      const { page, line } = room;
      line.prompts.change('hold-fr', { live: line.prompts.take(9_000) });
      line.prompts.change('busy-fr', { draft: line.prompts.take(5_000) });
      await page.reload();
      await page.getByText('Votre voix').first().waitFor();
      assert.deepEqual(await violations(page), [], 'list');
      await openPrompt(room, 'Lignes occupées');
      assert.deepEqual(await violations(page), [], 'draft');
      await page.goto(`${room.address}/prompts/hold-fr`);
      await page.getByRole('button', { name: 'Revenir à la voix de synthèse' }).waitFor();
      assert.deepEqual(await violations(page), [], 'on air');
    }),
  );

test(
  '[PROMPTS-4] a voice is recorded, heard to its end, and then goes on air; all by keyboard',
  { skip },
  () =>
    atPrompts({}, async (room) => {
      const { page, line } = room;
      await openPrompt(room, 'Lignes occupées');
      await page.getByRole('button', { name: 'Enregistrer au micro' }).press('Enter');
      const stop = page.getByRole('button', { name: 'Arrêter l’enregistrement' });
      await stop.waitFor();
      // The browser's false microphone beeps: the meter shows it, and it is what is recorded.
      for (let beeps = 0; beeps < 4; beeps += 1) await beep(page);
      await stop.press('Enter');
      await draftIsThere(page);
      const samples = samplesOf(line.prompts.sounds.get('busy-fr draft'));
      assert.ok(samples.some((sample) => Math.abs(sample) > 3_000));
      const air = page.getByRole('button', { name: 'Mettre à l’antenne' });
      await air.press('Enter');
      await page.getByText('Écoutez l’essai jusqu’au bout').waitFor();
      assert.equal(line.prompts.state('busy-fr').live, null, 'unheard, it does not go on air');
      await page.getByRole('button', { name: 'Écouter\u00a0: Votre essai' }).press('Enter');
      await page.getByText('Vous l’avez écouté').waitFor();
      await air.press('Enter');
      await page.getByRole('button', { name: 'Revenir à la voix de synthèse' }).waitFor();
      assert.deepEqual(samplesOf(line.prompts.sounds.get('busy-fr live')), samples);
      await page.getByRole('button', { name: 'Revenir à la voix de synthèse' }).press('Enter');
      assert.notEqual(line.prompts.state('busy-fr').live, null, 'asked twice');
      await page.getByRole('button', { name: 'Oui, revenir' }).press('Enter');
      await page.getByText('ne convient pas à l’antenne').waitFor();
      assert.equal(line.prompts.state('busy-fr').live, null);
    }),
);

test(
  '[PROMPTS-5] a WAV and an MP3 become recordings for the telephone; what is no sound is refused in words',
  { skip },
  () =>
    atPrompts({}, async (room) => {
      const { page, line } = room;
      await openPrompt(room, 'Ligne fermée');
      await choose(page, 'voix.wav', wideTone(1_000));
      await draftIsThere(page);
      const wav = samplesOf(line.prompts.sounds.get('closed-fr draft'));
      assert.ok(Math.abs(pitchOf(wav) - 1_000) < 10, String(pitchOf(wav)));
      assert.ok(Math.abs(wav.length / 8_000 - 2.24) < 0.1, String(wav.length));
      line.prompts.sounds.clear();
      const { readFile } = await import('node:fs/promises');
      const kept = page.waitForResponse((response) => response.request().method() === 'PUT');
      await choose(page, 'voix.mp3', await readFile(new URL('tone.mp3', import.meta.url)));
      await kept;
      const mp3 = samplesOf(line.prompts.sounds.get('closed-fr draft'));
      assert.ok(Math.abs(pitchOf(mp3) - 700) < 10, String(pitchOf(mp3)));
      const asked = line.asked.length;
      for (const bytes of [Buffer.from('<html>'), Buffer.alloc(0), wideTone(1_000).subarray(0, 30)]) {
        await choose(page, 'faux.mp3', bytes);
        await page.getByText('pas un enregistrement que le téléphone puisse lire').waitFor();
      }
      await choose(page, 'silence.wav', wideTone(0));
      await page.getByText('On n’entend rien').waitFor();
      assert.ok(
        line.asked.slice(asked).every((said) => said.startsWith('GET ')),
        'nothing was sent',
      );
    }),
);

test('[PROMPTS-6] the list says in whose voice each prompt is, and plays it', { skip }, () =>
  atPrompts({}, async ({ page, line }) => {
    line.prompts.change('hold-fr', { live: line.prompts.take(9_000) });
    await page.reload();
    await page.getByText('Votre voix').first().waitFor();
    assert.equal(await page.locator('.prompt[data-own=true]').count(), 1);
    await page.getByText('par une voix de synthèse, qui ne convient pas').waitFor();
    await page.getByRole('button', { name: 'Écouter\u00a0: Ligne fermée' }).first().click();
    await page.getByRole('button', { name: 'Arrêter\u00a0: Ligne fermée' }).click();
    await page.getByRole('button', { name: 'Écouter\u00a0: Ligne fermée' }).first().waitFor();
    assert.ok(line.asked.includes('GET /api/prompts/closed-fr/shipped.wav'));
  }),
);

test('[PROMPTS-6] nothing is cut off on a telephone', { skip }, () =>
  atPrompts({ width: 390 }, async (room) => {
    const wide = (): Promise<boolean> =>
      room.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(await wide(), false);
    await openPrompt(room, 'Attente');
    assert.equal(await wide(), false);
  }),
);
