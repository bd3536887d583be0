import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { keepPicture, NEEDS_CHROMIUM, rooms, scrollsSideways, type Room, type RoomWishes } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const atPositions = (wishes: Omit<RoomWishes, 'root'>, visit: (room: Room) => Promise<void>): Promise<void> =>
  inRoom(wishes, async (room) => {
    room.line.signInStaff();
    await room.page.goto(`${room.address}/positions`);
    await room.page.locator('.site').first().waitFor();
    await visit(room);
  });

const tile = (page: Page, number: number) =>
  page.locator('.position', { has: page.getByText(String(number), { exact: true }) });
const focusedName = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
const focusedText = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.textContent);
/** Opens the form of position 5 and chooses the account, by keyboard alone. */
async function chooseAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ajouter un téléphone à la position 5' }).press('Enter');
  await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'radio');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('textbox', { name: 'Identifiant' }).waitFor();
}

test(
  '[POSITIONS-40] by keyboard: an account is made, its password shown once, changed and taken away',
  { skip },
  () =>
    atPositions({}, async ({ page, line }) => {
      await chooseAccount(page);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const sheet = page.getByRole('region', { name: 'Téléphone de la position 5, Salle A' });
      await sheet.waitFor();
      assert.equal(await focusedText(page), 'Téléphone de la position 5, Salle A');
      assert.equal(
        line.phones.accounts[0]?.user,
        'salle-a-5',
        'a name that says where it stands is proposed',
      );
      const rows = await sheet.getByRole('row').allTextContents();
      assert.deepEqual(rows.slice(0, 5), [
        'Serveur (registrar, domaine)192.0.2.1',
        'Port5060 en UDP ou en TCP',
        'Port, hors du site5061 en TLS',
        'Identifiantsalle-a-5',
        'Mot de passek7mq3wtx9cfyhn1001',
      ]);
      await page.keyboard.press('Escape');
      assert.equal(await sheet.count(), 1, 'what nobody has noted is not lost by a slip');
      await sheet.getByRole('button', { name: 'C’est noté' }).press('Enter');
      await page.getByText('Téléphone enregistré').waitFor();
      assert.equal(await focusedName(page), 'Modifier le téléphone de la position 5');
      assert.equal(await page.getByText('k7mq3wtx9cfyhn').count(), 0);

      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Nouveau mot de passe' }).press('Enter');
      await page.getByRole('button', { name: 'Changer pour de bon' }).press('Enter');
      await sheet.waitFor();
      assert.equal(await sheet.locator('.phone-password').textContent(), 'k7mq3wtx9cfyhn1002');
      await sheet.getByRole('button', { name: 'C’est noté' }).press('Enter');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Retirer' }).press('Enter');
      assert.equal(line.phones.accounts.length, 1, 'asked twice');
      await page.getByRole('button', { name: 'Retirer pour de bon' }).press('Enter');
      await page.getByText('Téléphone retiré').waitFor();
      assert.deepEqual(line.phones.accounts, []);
      assert.equal(await focusedName(page), 'Ajouter un téléphone à la position 5');
    }),
);

test('[POSITIONS-40] the password is copied whole, and the printed page is the sheet alone', { skip }, () =>
  atPositions({}, async ({ page, browser }) => {
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    await chooseAccount(page);
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    await page.getByRole('button', { name: 'Copier le mot de passe' }).click();
    await page.getByText('Mot de passe copié').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'k7mq3wtx9cfyhn1001');
    await page.evaluate(() => {
      navigator.clipboard.writeText = async () => {
        throw new Error('not here');
      };
    });
    await page.getByRole('button', { name: 'Copier le mot de passe' }).click();
    await page.getByText('Le navigateur refuse la copie').waitFor();

    await page.emulateMedia({ media: 'print' });
    const shown = (selector: string): Promise<boolean> =>
      page
        .locator(selector)
        .first()
        .evaluate((node) => getComputedStyle(node).visibility === 'visible');
    assert.equal(await shown('.phone-password'), true);
    assert.equal(await shown('.staff-head'), false);
    assert.equal(await shown('.position-number'), false);
    assert.equal(await page.locator('.phone-sheet .position-keys').isVisible(), false);
    const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(paper.match(/\/Type *\/Page\b/g)?.length, 1, 'one page');
  }),
);

test(
  '[POSITIONS-41] whether a telephone is registered, and from where, is seen without a reload',
  { skip },
  () =>
    atPositions({}, async ({ page, line }) => {
      line.phones.accounts = [
        {
          position: 'position-5',
          positionNumber: 5,
          site: 'Salle A',
          user: 'a-5',
          registered: false,
          from: null,
        },
      ];
      await tile(page, 5).getByText('pas enregistré').waitFor();
      line.phones.accounts = line.phones.accounts.map((one) => ({
        ...one,
        registered: true,
        from: { transport: 'tls', address: '203.0.…' },
      }));
      await tile(page, 5).getByText('enregistré depuis 203.0.… (TLS)').waitFor();
    }),
);

test('[POSITIONS-42] a name that is wrong or taken is said at the field and makes nothing', { skip }, () =>
  atPositions({}, async ({ page, line }) => {
    line.phones.accounts = [
      {
        position: 'position-9',
        positionNumber: 9,
        site: 'Salle A',
        user: 'a-9',
        registered: false,
        from: null,
      },
    ];
    await chooseAccount(page);
    const field = page.getByRole('textbox', { name: 'Identifiant' });
    await field.fill('Poste 5');
    await page.keyboard.press('Enter');
    await page.getByText('Cet identifiant ne convient pas').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await field.fill('a-9');
    await page.keyboard.press('Enter');
    await page.getByText('Une autre position a déjà un compte à ce nom').waitFor();
    assert.equal(await field.evaluate((node) => node === document.activeElement), true);
    assert.equal(line.phones.accounts.length, 1);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
    assert.equal(await focusedName(page), 'Ajouter un téléphone à la position 5');
  }),
);

test('[POSITIONS-43] the networks of a site are set by keyboard, and what is none is named', { skip }, () =>
  atPositions({}, async ({ page, line }) => {
    await page.getByRole('button', { name: 'Modifier les réseaux de Salle B' }).press('Enter');
    const field = page.getByRole('textbox', { name: 'Réseaux de Salle B' });
    await page.keyboard.type('192.0.2.128/25\nsalle.example');
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('« salle.example » n’est ni une adresse').waitFor();
    assert.equal(await field.evaluate((node) => node === document.activeElement), true);
    await field.fill('192.0.2.1/24');
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('« 192.0.2.1/24 » désigne une machine et un réseau').waitFor();
    assert.deepEqual(line.phones.sites[1]?.networks, []);
    await field.fill('192.0.2.128/25, 198.51.100.7');
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter');
    await page.getByText('Réseaux enregistrés').waitFor();
    assert.deepEqual(line.phones.sites[1]?.networks, ['192.0.2.128/25', '198.51.100.7']);
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
    assert.equal(await focusedName(page), 'Modifier les réseaux de Salle B');
  }),
);

for (const [width, dark] of [
  [1366, false],
  [1366, true],
  [390, false],
] as const)
  test(
    `[SCREEN-3] accounts and networks have no axe violation, ${width} px, ${dark ? 'dark' : 'light'}`,
    { skip },
    () =>
      atPositions({ width, dark }, async ({ page, line }) => {
        const look = async (state: string): Promise<void> => {
          assert.deepEqual(await violations(page), [], state);
          assert.equal(await scrollsSideways(page), false, state);
          await keepPicture(page, `accounts-${width}-${dark ? 'dark' : 'light'}-${state}`);
        };
        line.phones.registrar = { addresses: ['192.0.2.1', '2001:db8:7::1'], port: 5060, tlsPort: 5061 };
        line.positions = line.positions.map((one) =>
          one.number === 3 ? { ...one, phone: 'sip:agent3@192.0.2.4' } : one,
        );
        line.phones.accounts = [
          {
            position: 'position-2',
            positionNumber: 2,
            site: 'Salle A',
            user: 'salle-a-2',
            registered: true,
            from: { transport: 'udp', address: '192.0.2.17' },
          },
        ];
        await tile(page, 2).getByText('enregistré depuis').waitFor();
        await look('list');
        await chooseAccount(page);
        await page.getByRole('textbox', { name: 'Identifiant' }).fill('Poste 5');
        await page.keyboard.press('Enter');
        await page.getByText('Cet identifiant ne convient pas').waitFor();
        await page.getByRole('button', { name: 'Modifier le téléphone de la position 2' }).click();
        await page.getByRole('button', { name: 'Modifier les réseaux de Salle B' }).click();
        await page.getByRole('textbox', { name: 'Réseaux de Salle B' }).fill('::/0');
        await page.getByRole('button', { name: 'Enregistrer' }).click();
        await page.getByText('trop large').waitFor();
        await look('forms');
        await page.getByRole('textbox', { name: 'Identifiant' }).fill('poste-5');
        await page.getByRole('button', { name: 'Créer le compte' }).click();
        await page.locator('.phone-sheet').waitFor();
        await look('sheet');
      }),
  );
