import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.ts';
import { buildScreens, NEEDS_CHROMIUM, openRoom, readyDesk, type Room } from './room.ts';

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

/** An evening with hours, a moment that is over and one to come. */
function plan({ line: { show } }: Room): void {
  show.onAirIn(-40 * 60_000, 'Le clip de Claire', 45);
  show.onAirIn(20 * 60_000, 'Fil rouge');
  const [over] = show.moments;
  if (over === undefined) throw new Error('nothing is planned');
  show.moments = [{ ...over, calls: [31, 44, 27, 18, 12, 9, 4, 5, 2, 1] }, ...show.moments.slice(1)];
  show.openings = [{ id: 'o', date: over.date, from: '00:00', until: '24:00' }];
}

for (const [width, dark] of [
  [1366, false],
  [1366, true],
  [390, false],
] as const)
  test(
    `[SCREEN-3] hours and show have no axe violation, ${width} px, ${dark ? 'dark' : 'light'}`,
    { skip },
    () =>
      inRoom({ width, dark }, async (room) => {
        const { page, line } = room;
        const name = `${width}-${dark ? 'dark' : 'light'}`;
        plan(room);
        await page.goto(`${room.address}/show`);
        await page.locator('.show-moment').first().waitFor();
        await look(room, `show-${name}`);
        await page.getByRole('button', { name: 'Fermer la ligne…' }).click();
        await look(room, `show-asked-${name}`);
        if (width < 1000) return;
        line.show.moments = [];
        line.show.onAirIn(50_000, 'Le clip de Claire');
        await readyDesk(room);
        await page.locator('.sign-air').waitFor();
        await page.keyboard.press('F7');
        await page.locator('.sign-break').waitFor();
        await look(room, `desk-on-air-${name}`);
        line.show.closedByHand = true;
        line.say({ kind: 'evening-changed' });
        await page.locator('.sign-closed').waitFor();
        await page.locator('.sign-air').waitFor({ state: 'detached' });
        await look(room, `desk-closed-${name}`);
      }),
  );

test('[WEB-104] the line is closed kindly from the floor, asked twice, and opened again', { skip }, () =>
  inRoom({}, async (room) => {
    const { page, line } = room;
    const posts = () => line.asked.filter((one) => one.startsWith('POST /api/line'));
    await page.goto(`${room.address}/floor`);
    await page.getByRole('button', { name: 'Fermer la ligne…' }).press('Enter');
    await page.locator('button:focus', { hasText: 'Fermer et les servir' }).waitFor();
    await page.getByRole('button', { name: 'Annuler' }).press('Enter');
    assert.deepEqual(posts(), []);
    await page.locator('button:focus', { hasText: 'Fermer la ligne…' }).press('Enter');
    await page.locator('button:focus', { hasText: 'Fermer et les servir' }).press('Enter');
    await page.getByText('La ligne est fermée par l’encadrement').waitFor();
    await page.locator('button:focus', { hasText: 'Rouvrir la ligne' }).press('Enter');
    await page.getByRole('button', { name: 'Fermer la ligne…' }).waitFor();
    assert.deepEqual(posts(), ['POST /api/line/close', 'POST /api/line/open']);
  }),
);

test(
  '[WEB-105][WEB-106] a day is planned by keyboard alone, and a file names what it left out',
  { skip },
  () =>
    inRoom({}, async (room) => {
      const { page, line } = room;
      plan(room);
      await page.goto(`${room.address}/show`);
      await page.getByRole('img', { name: '153 appels en dix minutes, dont 31 la première' }).waitFor();
      await page.getByLabel('Heure').fill('23:59');
      await page.getByLabel('Titre').fill('Le mot de la fin');
      await page.getByLabel('Titre').press('Enter');
      await page.getByText('Le mot de la fin').waitFor();
      await page.getByRole('button', { name: 'Modifier « Le mot de la fin »' }).press('Enter');
      await page.locator('input:focus').and(page.getByLabel('Heure').first()).waitFor();
      await page.getByLabel('Titre').first().fill('Au revoir');
      await page.getByLabel('Titre').first().press('Enter');
      await page.getByRole('button', { name: 'Retirer « Au revoir »' }).press('Enter');
      await page.getByText('Au revoir').waitFor({ state: 'detached' });
      await page.getByLabel('De', { exact: true }).fill('21:00');
      await page.getByLabel('À', { exact: true }).fill('24:00');
      await page.getByRole('button', { name: 'Ajouter ces horaires' }).press('Enter');
      await page.getByText('21:00 – 24:00').waitFor();
      await page.locator('input[type=file]').setInputFiles({
        name: 'conducteur.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('date;heure;titre'),
      });
      await page.getByText('1 passage repris').waitFor();
      await page.getByText('Ligne 3 : la date n’existe pas').waitFor();
      assert.equal(line.show.openings.length, 2);
    }),
);

test('[WEB-100][WEB-101] a desk with a wrong clock counts by the server’s, and says it once', { skip }, () =>
  inRoom({}, async (room) => {
    const { page, line } = room;
    await page.addInitScript(() => {
      const real = Date.now.bind(Date);
      Date.now = () => real() - 7 * 60_000;
    });
    line.show.onAirIn(100_000, 'Le clip de Claire');
    await readyDesk(room);
    const sign = page.locator('.sign-air');
    await sign.getByText(/^À l’antenne dans 1:[0-3]\d$/).waitFor();
    const said = page.locator('.sign output').first();
    assert.match((await said.textContent()) ?? '', /^Bientôt à l’antenne\s: Le clip de Claire$/);
    assert.equal(await sign.getAttribute('aria-hidden'), 'true');
    line.show.moments = [];
    line.show.onAirIn(-1_000, 'Fil rouge', 600);
    line.say({ kind: 'evening-changed' });
    await sign.locator('b', { hasText: /^À l’antenne$/ }).waitFor();
    assert.match((await said.textContent()) ?? '', /^À l’antenne maintenant\s: Fil rouge$/);
  }),
);

test(
  '[WEB-102] shortly before a moment the pause key asks once; pressed again, the break is taken',
  { skip },
  () =>
    inRoom({}, async (room) => {
      const { page, line } = room;
      line.show.onAirIn(-1_000, 'Fil rouge', 3_600);
      await readyDesk(room);
      await page.locator('.sign-air').waitFor();
      const aways = () => line.asked.filter((one) => one === 'POST /api/desk/break').length;
      await page.keyboard.press('F7');
      await page.getByText('Faire la pause quand même ?').waitFor();
      assert.equal(aways(), 0);
      await page.getByRole('button', { name: 'Non, je reste' }).press('Enter');
      await page.getByText('Faire la pause quand même ?').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Pause/ }).click();
      await page.getByText('Faire la pause quand même ?').waitFor();
      await page.keyboard.press('F7');
      await page.locator('.bar-status[data-kind="away"]').waitFor();
      assert.equal(aways(), 1);
    }),
);
