import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.ts';
import { buildScreens, NEEDS_CHROMIUM, openRoom, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
/** Set PICTURES to a folder to keep how the screens looked. */
const PICTURES = process.env['PICTURES'];
let screens: Awaited<ReturnType<typeof buildScreens>>;
before(async () => {
  if (skip === false) screens = await buildScreens();
});
after(async () => {
  if (skip === false) await screens.end();
});

async function inRoom(
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> {
  const room = await openRoom({ root: screens.root, ...wishes });
  try {
    room.line.signInStaff();
    await room.page.goto(`${room.address}/show`);
    await room.page.getByRole('link', { name: 'Répétition générale' }).click();
    await room.page.locator('.check').first().waitFor();
    await visit(room);
  } finally {
    await room.end();
  }
}

async function look(room: Room, name: string): Promise<void> {
  assert.deepEqual(await violations(room.page), [], name);
  const [wide, seen] = await room.page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(wide, seen, `${name}: nothing lies beyond the edge`);
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await room.page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

for (const [width, dark] of [
  [1366, false],
  [1366, true],
  [390, false],
] as const)
  test(
    `[SCREEN-3] the rehearsal has no axe violation, ${width} px, ${dark ? 'dark' : 'light'}`,
    { skip },
    () =>
      inRoom({ width, dark }, async (room) => {
        const name = `rehearsal-${width}-${dark ? 'dark' : 'light'}`;
        await look(room, name);
        await room.page.getByRole('button', { name: 'Commencer la répétition' }).click();
        await room.page.locator('progress').waitFor();
        await look(room, `${name}-on`);
      }),
  );

test('[RHW-1] what is wrong, to be seen to and in order stands in words, with what to do', { skip }, () =>
  inRoom({}, async ({ page }) => {
    await page.getByText('1 point ne va pas, 2 autres restent à voir.').waitFor();
    const trunks = page.locator('.check[data-state="wrong"]');
    assert.match(await trunks.innerText(), /ne va pas/);
    assert.match(await trunks.innerText(), /1 sur 2 ne répond pas\u00a0: voyez l’écran/);
    assert.match(await trunks.innerText(), /Opérateur de secours/);
  }),
);

test('[RHW-2] the backup is ticked and unticked by the keyboard alone', { skip }, () =>
  inRoom({}, async ({ page }) => {
    await page.getByRole('button', { name: 'Je l’ai vérifiée' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/Vérifiée par Ana/).waitFor();
    await page.getByText('1 point ne va pas, 1 autre reste à voir.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Je l’ai vérifiée' }).waitFor();
  }),
);

test('[RHW-3] the rehearsal is started, watched and stopped, and a refusal is said in words', { skip }, () =>
  inRoom({}, async ({ page, line }) => {
    line.show.rehearsal.refuses = 'REHEARSAL_LIVE';
    await page.getByLabel('Appels (60 au plus)').fill('12');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'La ligne est ouverte aux donateurs' }).waitFor();
    line.show.rehearsal.refuses = null;
    await page.keyboard.press('Enter');
    await page.getByText('En cours\u00a0: 7 sur 12 ont appelé.').waitFor();
    await page.getByText('1,3 s').waitFor();
    await page.getByRole('button', { name: 'Arrêter la répétition' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Arrêter\u00a0: les appels raccrochent' }).press('Enter');
    await page.getByText('Arrêtée.').waitFor();
    assert.equal(line.show.rehearsal.run?.ended, 'stopped');
  }),
);
