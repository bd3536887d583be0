import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { buildScreens, NEEDS_CHROMIUM, openRoom, readyDesk } from './room.ts';

const skip = NEEDS_CHROMIUM;
let screens: Awaited<ReturnType<typeof buildScreens>>;
before(async () => {
  if (skip === false) screens = await buildScreens();
});
after(async () => {
  if (skip === false) await screens.end();
});

test('[CHW-3][CHW-1][CHW-5] no listener is free, one is, and what a listener sees', { skip }, async () => {
  const room = await openRoom({ root: screens.root });
  const { page, line } = room;
  try {
    await readyDesk(room);
    line.offer(callFrom(knownCaller(marie)));
    await page.locator('.call').waitFor();
    line.connect();
    await page.locator('.bar-status[data-kind="talking"]').waitFor();
    line.charity.isFree = false;
    await page.keyboard.press('F11');
    await page.getByText('Aucun écoutant de l’association n’est libre').first().waitFor();
    assert.deepEqual(await violations(page), [], 'no listener');
    await page.getByRole('button', { name: 'Oublier et raccrocher' }).waitFor();

    await page.keyboard.press('F11');
    await page.getByText('Rien n’en a été gardé.').waitFor();
    assert.equal(await page.locator('.call').count(), 0);

    const anonymous = { ...callFrom({ kind: 'withheld' }, 'call-2'), confidential: true as const };
    line.offer(anonymous);
    await page.getByRole('heading', { name: 'Un appel anonyme, confié à l’association' }).waitFor();
    assert.equal(await page.locator('input').count(), 0, 'nothing to write in');
    line.connect();
    await page.getByRole('button', { name: 'Raccrocher' }).waitFor();
    assert.deepEqual(await violations(page), [], 'a listener');
    assert.deepEqual(line.charity.asked, ['pass', 'end']);
  } finally {
    await room.end();
  }
});
