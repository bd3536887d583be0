import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { NEEDS_CHROMIUM, rooms, scrollsSideways, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const atOperations = (
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> =>
  inRoom(wishes, async (room) => {
    room.line.signInStaff();
    await room.page.goto(`${room.address}/operations`);
    await room.page.getByRole('table').first().waitFor();
    await visit(room);
  });

const openLadder = async (page: Page, state: string): Promise<void> => {
  await page.getByRole('link', { name: new RegExp(`^${state}`) }).click();
  await page.locator('.ladder tbody tr').first().waitFor();
};
for (const dark of [false, true])
  test(`[SCREEN-3] the operators’ page has no axe violation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    atOperations({ dark }, async ({ page }) => {
      assert.deepEqual(await violations(page), [], 'list');
      await openLadder(page, 'En conversation');
      assert.deepEqual(await violations(page), [], 'ladder');
    }),
  );

test(
  '[OPS-2] [OPS-3] callers are masked; a ladder is read in words, with what was sent again',
  { skip },
  () =>
    atOperations({}, async ({ page }) => {
      const row = page.getByRole('row', { name: /En conversation/ });
      assert.match((await row.textContent()) ?? '', /•• •• •• •• 23.*numéro finissant par 23/);
      assert.equal(await page.getByRole('cell', { name: 'Masqué' }).count(), 1);
      await openLadder(page, 'En conversation');
      const rows = await page.locator('.ladder tbody tr').allTextContents();
      assert.equal(rows.length, 12);
      assert.match(rows[0] ?? '', /^0De l’opérateur à Pledgeline : INVITE CSeq 102 PCMA, port 41000/);
      assert.match(rows[5] ?? '', /^504De Pledgeline au téléphone : INVITE CSeq 1 renvoyé/);
      assert.match(rows[7] ?? '', /La fiche est affichée/);
      assert.deepEqual(await page.locator('.ladder th').allTextContents(), [
        'ms',
        'OpérateurPledgeline',
        'Téléphone',
      ]);
    }),
);

test('[OPS-4] nothing is cut off on a telephone', { skip }, () =>
  atOperations({ width: 390 }, async ({ page }) => {
    assert.equal(await scrollsSideways(page), false);
    await openLadder(page, 'En conversation');
    assert.equal(await scrollsSideways(page), false);
  }),
);

test('[OPS-5] what happens is seen without a reload, and what is gone is said to be', { skip }, () =>
  atOperations({}, async ({ page, line }) => {
    await page.getByText('2 appels en cours').waitFor();
    line.trace.calls = line.trace.calls.map((call) =>
      call.id === 'waiting' ? { ...call, state: 'ended', endedAt: new Date().toISOString() } : call,
    );
    await page.getByText('1 appel en cours').waitFor();
    line.trace.refusals = [];
    await page.getByText('Rien n’a été refusé.').waitFor();
    await openLadder(page, 'En conversation');
    line.trace.calls = [];
    await page.getByText('Cet appel n’est plus en mémoire.').waitFor();
    await page.getByRole('link', { name: 'Tous les appels' }).click();
    await page.getByText('Aucun appel depuis le démarrage').waitFor();
    line.trace.on = false;
    await page.getByText('désactivé').waitFor();
  }),
);

test('[OPS-6] calls and ladders are reached by keyboard', { skip }, () =>
  atOperations({}, async ({ page }) => {
    await page.getByRole('link', { name: /^En attente/ }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.ladder tbody tr').first().waitFor();
    assert.equal(new URL(page.url()).pathname, '/operations/talking');
    await page.getByRole('link', { name: 'Tous les appels' }).press('Enter');
    await page.getByRole('heading', { name: 'Exploitation' }).waitFor();
  }),
);
