import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

async function atOutside(
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> {
  const room = await openRoom({ root: screens.root, ...wishes });
  room.line.signInStaff();
  try {
    await room.page.goto(`${room.address}/outside`);
    await room.page.locator('.outside-entry').first().waitFor();
    await visit(room);
  } finally {
    await room.end();
  }
}

for (const dark of [false, true])
  test(`[SCREEN-3] outside calls have no axe violation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    atOutside({ dark }, async ({ page }) => {
      assert.deepEqual(await violations(page), [], 'list');
      await page.getByRole('button', { name: 'Ajouter un numéro' }).click();
      await page.getByRole('button', { name: 'Enregistrer' }).first().click();
      await page.getByText('Ce n’est pas un numéro que l’on peut appeler').waitFor();
      assert.deepEqual(await violations(page), [], 'form');
      if (process.env['SHOW'] !== undefined)
        await page.screenshot({
          path: `${process.env['SHOW']}-${dark ? 'dark' : 'light'}-form.png`,
          fullPage: true,
        });
    }),
  );

test(
  '[OUTSCREEN-1] what is on, what was refused, and what is listed and not rung are said in words',
  { skip },
  () =>
    atOutside({}, async ({ page, line }) => {
      await page.getByText('2 en cours, 9 passés depuis une heure').waitFor();
      await page.getByText('Rappel d’un donateur').waitFor();
      await page.getByText('hors de la liste').waitFor();
      await page.getByText('Pour appeler ce pays, ouvrez d’abord son indicatif').waitFor();
      line.outside.now = { ...line.outside.now, calls: [], trunks: [] };
      await page.getByText('Aucun appel sortant en cours').waitFor();
      await page.getByText('rien ne peut partir').waitFor();
    }),
);

test(
  '[OUTSCREEN-2] a number is added, changed and removed by keyboard, and the focus stays where the work is',
  { skip },
  () =>
    atOutside({}, async ({ page, line }) => {
      const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);
      await page.getByRole('button', { name: 'Ajouter un numéro' }).press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'outside-name');
      await page.keyboard.type('Standard');
      await page.keyboard.press('Tab');
      await page.keyboard.type('3637');
      await page.keyboard.press('Enter');
      await page.getByText('les numéros courts ne peuvent pas être appelés d’ici').waitFor();
      assert.equal(await focused(), 'outside-number');
      assert.equal(line.outside.now.numbers.length, 3, 'nothing was sent');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('01 40 00 00 09');
      line.outside.refuses = { fault: 'OUTSIDE_TWICE', path: 'form.number' };
      await page.keyboard.press('Enter');
      await page.getByText('Ce numéro ou ce nom figure déjà').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Standard' }).waitFor();
      await page.getByText('01 40 00 00 09').waitFor();

      await page.getByRole('button', { name: 'Modifier Standard' }).press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'outside-name');
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement?.id.startsWith('edit-') === true);

      await page.getByRole('button', { name: 'Supprimer Standard' }).press('Enter');
      assert.equal(line.outside.now.numbers.length, 4, 'asked twice');
      await page.getByRole('button', { name: 'Supprimer pour de bon' }).press('Enter');
      await page.getByRole('heading', { name: 'Standard' }).waitFor({ state: 'detached' });
    }),
);

test('[OUTSCREEN-3] limits are saved, and what is wrong with one stands at its field', { skip }, () =>
  atOutside({}, async ({ page, line }) => {
    await page.locator('#outside-prefixes').fill('+32, +33');
    await page.locator('#outside-callsMax').fill('0');
    await page.locator('#outside-callsMax').press('Enter');
    await page.getByText('Une entrée n’est pas l’indicatif d’un autre pays').waitFor();
    await page.locator('#outside-prefixes').fill('0032 +41');
    await page.locator('#outside-prefixes').press('Enter');
    await page.getByText('Enregistré.').waitFor();
    assert.deepEqual(line.outside.now.rules.prefixes, ['+32', '+41']);
    assert.equal(line.outside.now.rules.callsMax, 0);
  }),
);

test(
  '[OUTSCREEN-4] nothing is cut off on a telephone, and whoever may not change it is shown no key',
  { skip },
  () =>
    atOutside({ width: 390 }, async ({ page, line }) => {
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.equal(isWide, false);
      line.outside.now = { ...line.outside.now, mayEdit: false };
      await page.getByText('Seuls le siège et les superviseurs').waitFor();
      assert.equal(await page.locator('.outside button').count(), 0);
    }),
);
