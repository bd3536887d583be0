import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe.ts';
import { someTrunks } from './fake-trunks.ts';
import { NEEDS_CHROMIUM, rooms, scrollsSideways, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const atTrunks = (
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> =>
  inRoom(wishes, async (room) => {
    room.line.signInStaff();
    room.line.trunks.all = someTrunks();
    await room.page.goto(`${room.address}/trunks`);
    await room.page.locator('.trunk').first().waitFor();
    await visit(room);
  });

for (const dark of [false, true])
  test(`[SCREEN-3] the trunks have no axe violation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    atTrunks({ dark }, async ({ page }) => {
      assert.deepEqual(await violations(page), [], 'list');
      await page.getByRole('link', { name: 'Modifier Secours, par Internet' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByLabel('Nom', { exact: false }).first().fill('');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByRole('alert').waitFor();
      assert.deepEqual(await violations(page), [], 'form');
    }),
  );

test('[TRUNKS-4] nothing is cut off on a telephone', { skip }, () =>
  atTrunks({ width: 390 }, async ({ page }) => {
    assert.equal(await scrollsSideways(page), false);
    await page.getByRole('link', { name: 'Modifier Secours, par Internet' }).click();
    await page.getByLabel('Registrar').waitFor();
    assert.equal(await scrollsSideways(page), false);
  }),
);

test('[TRUNKS-5] an operator adds, changes, closes and removes a trunk by keyboard', { skip }, () =>
  atTrunks({}, async ({ page, line }) => {
    line.trunks.all = [];
    await page.getByText('Aucune ligne n’est raccordée').waitFor();
    await page.getByRole('link', { name: 'Ajouter une ligne' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#trunk-name').focus();
    await page.keyboard.type('Numéro court');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('sip:faux');
    await page.locator('#trunk-shortNumbers').focus();
    await page.keyboard.type('110');
    await page.keyboard.press('Enter');
    await page.getByText('Une entrée n’est ni une adresse').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'trunk-addresses');
    assert.equal(line.trunks.all.length, 0, 'nothing was sent');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('198.51.100.7');
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByRole('heading', { name: 'Numéro court' }).waitFor();
    assert.deepEqual(line.trunks.all[0]?.form.shortNumbers, ['110']);

    await page.getByRole('switch', { name: 'Numéro court, ouverte aux appels' }).press('Space');
    await page.getByText('Fermée').waitFor();
    assert.equal(line.trunks.all[0]?.form.enabled, false);

    await page.getByRole('link', { name: 'Modifier Numéro court' }).press('Enter');
    await page.locator('#trunk-callsMax').fill('12');
    line.trunks.refuses = { fault: 'TRUNK_CHANGED', path: 'revision' };
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('Quelqu’un d’autre a modifié cette ligne').waitFor();
    await page.getByRole('button', { name: 'Supprimer la ligne' }).press('Enter');
    assert.equal(line.trunks.all.length, 1, 'asked twice');
    await page.getByRole('button', { name: 'Supprimer pour de bon' }).press('Enter');
    await page.getByText('Aucune ligne n’est raccordée').waitFor();
  }),
);

test('[TRUNKS-6] what changes is seen without a reload', { skip }, () =>
  atTrunks({}, async ({ page, line }) => {
    const trunk = page.locator('.trunk', { hasText: 'Ancien opérateur' });
    await trunk.getByText('Ne répond pas').waitFor();
    line.trunks.all = someTrunks().map((one) => ({ ...one, state: { ...one.state, reach: 'up', calls: 7 } }));
    await trunk.getByText('Joignable').waitFor();
    await trunk.getByText('7', { exact: true }).waitFor();
  }),
);

test(
  '[TRUNKS-7] the office looks and changes nothing; an operator sees trunks and operations, and nothing else',
  { skip },
  () =>
    atTrunks({}, async ({ page, line, address }) => {
      line.trunks.mayEdit = false;
      await page.reload();
      await page.getByText('Seul un exploitant peut les modifier').waitFor();
      assert.equal(await page.getByRole('link', { name: /^Modifier/ }).count(), 0);
      assert.equal(await page.getByRole('switch').count(), 0);
      line.me = { ...line.me, person: { name: 'Sacha', roles: ['operator'] } };
      await page.goto(`${address}/`);
      await page.getByRole('link', { name: 'Opérateurs' }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/trunks');
      assert.equal(await page.getByRole('navigation').getByRole('link').count(), 2);
    }),
);
