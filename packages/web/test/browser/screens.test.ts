import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe.ts';
import { callFrom, jean, knownCaller, marie, someMessages, someTotals } from './evening.ts';
import { NEEDS_CHROMIUM, readyDesk, rooms } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

for (const dark of [false, true]) {
  const light = dark ? 'dark' : 'light';
  test(`[SCREEN-3] the screens outside the desk have no axe violation, ${light}`, { skip }, () =>
    inRoom({ dark }, async ({ page, line, address }) => {
      await page.goto(`${address}/`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await violations(page), [], 'start');
      await page.goto(`${address}/seat`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await violations(page), [], 'seat');
      line.signInStaff();
      line.totals = someTotals();
      line.messages = someMessages();
      for (const [path, ready] of [
        ['positions', '.position'],
        ['totals', '.figure'],
        ['outbox', '.message'],
      ] as const) {
        await page.goto(`${address}/${path}`);
        await page.locator(ready).first().waitFor();
        assert.deepEqual(await violations(page), [], path);
      }
    }),
  );

  test(`[SCREEN-3] the desk has no axe violation in any of its states, ${light}`, { skip }, () =>
    inRoom({ dark }, async (room) => {
      const { page, line } = room;
      const clean = async (state: string): Promise<void> =>
        assert.deepEqual(await violations(page), [], state);
      await readyDesk(room);
      await clean('ready');
      await page.keyboard.press('F7');
      await page.locator('.bar-status[data-kind="away"]').waitFor();
      await clean('away');
      await page.getByRole('button', { name: 'Refaire l’essai du casque' }).click();
      await clean('headset');
      await page.getByRole('button', { name: 'Tout va bien' }).click();
      await page.keyboard.press('F8');
      await page.locator('.bar-status[data-kind="free"]').waitFor();
      line.offer(callFrom(knownCaller(marie, jean)));
      await page.locator('.call').waitFor();
      await clean('offered');
      line.connect();
      await page.locator('.bar-status[data-kind="talking"]').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('.save[data-saving="faulty"]').waitFor();
      await clean('faulty');
      await page.locator('#field-note').fill('4111 1111 1111 1111');
      await page.locator('.script-card').waitFor();
      await clean('card');
      await page.locator('#field-amount').focus();
      await page.keyboard.press('4');
      await page.keyboard.press('Control+Enter');
      await page.locator('.save[data-saving="saved"]').waitFor();
      await clean('saved');
      await page.keyboard.press('F10');
      await page.locator('.bar-status[data-kind="wrapping-up"]').waitFor();
      await clean('wrap-up');
    }),
  );
}

test('[SCREEN-2] the token of a sign-in link stays neither in the address nor in the history', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    await page.goto(`${address}/sign-in?token=a-secret`);
    await page.waitForURL('**/positions');
    assert.equal(line.asked.filter((said) => said === 'POST /api/sign-in/link').length, 1);
    await page.goBack();
    assert.doesNotMatch(page.url(), /token|secret/);
  }),
);

test('a volunteer sits down by a code and comes to the desk; staff take a seat on the floor', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    await page.goto(`${address}/`);
    await page.getByRole('link', { name: 'Prendre place' }).click();
    await page.getByLabel('Code de la position').fill('K4181');
    await page.getByLabel('Votre prénom').fill('Camille');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/desk');
    line.me = { person: null, seat: null, trial: true };
    line.signInStaff();
    await page.goto(`${address}/positions`);
    await page.getByRole('button', { name: 'Prendre place à la position 5' }).click();
    await page.waitForURL('**/desk');
    await page.getByText('Position 5').waitFor();
  }),
);

test('[SCREEN-5] the totals climb to what is told, live', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    line.signInStaff();
    await page.goto(`${address}/totals`);
    const onAir = page.locator('.figure[data-kind="on-air"] .figure-value');
    await onAir.filter({ hasText: /^0/ }).waitFor();
    line.tellTotals(someTotals());
    await onAir.filter({ hasText: /108\s000/ }).waitFor();
  }),
);

test('[SCREEN-1] the language is switched and remembered', { skip }, () =>
  inRoom({}, async ({ page, address }) => {
    await page.goto(`${address}/seat`);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Take a seat' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Take a seat' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  }),
);
