import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe.ts';
import { NEEDS_CHROMIUM, rooms, scrollsSideways } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

test('[SIT-1] whoever sits down says what he speaks; the language of the screen is ticked', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    await page.goto(`${address}/seat`);
    const english = page.getByRole('checkbox', { name: 'anglais' });
    const french = page.getByRole('checkbox', { name: 'français' });
    assert.deepEqual([await french.isChecked(), await english.isChecked()], [true, false]);
    await page.getByRole('textbox', { name: /code/i }).fill('AAA333');
    await page.getByRole('textbox', { name: 'Votre prénom' }).fill('Camille');
    await french.uncheck();
    await page.getByText('Cochez au moins une langue.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Je m’installe' }).isDisabled(), true);
    await english.check();
    await french.check();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/desk');
    assert.deepEqual([...line.sites.languages].toSorted(), ['en', 'fr']);
  }),
);

test('[SIT-2] a supervisor says at which positions professionals and listeners sit', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    line.signInStaff();
    await page.goto(`${address}/positions`);
    const listener = page.getByRole('checkbox', { name: 'Position 4 : un écoutant de l’association' });
    await listener.check();
    await page.waitForFunction(() => document.querySelectorAll('input:disabled').length === 0);
    const { professional, listener: listens } = line.positions[3] ?? {};
    assert.deepEqual([professional, listens], [false, true]);
    await listener.uncheck();
    await page.waitForFunction(() => document.querySelectorAll('input:disabled').length === 0);
    assert.equal(line.positions[3]?.listener, false);
  }),
);

for (const dark of [false, true])
  test(`[SCREEN-3] the sites have no axe violation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    inRoom({ dark }, async ({ page, line, address }) => {
      line.signInStaff();
      await page.goto(`${address}/sites`);
      await page.getByRole('radio', { name: 'D’abord le site de la ligne' }).check();
      await page.getByRole('textbox', { name: 'Au bout de combien de secondes' }).fill('0');
      await page.getByRole('button', { name: 'Enregistrer' }).first().click();
      await page.getByText('À corriger.').waitFor();
      assert.deepEqual(await violations(page), []);
      if (process.env['SHOW'] !== undefined)
        await page.screenshot({
          path: `${process.env['SHOW']}-${dark ? 'dark' : 'light'}.png`,
          fullPage: true,
        });
    }),
  );

test('[SIT-3] one pool, or lines that prefer a site: said in plain words, and saved', { skip }, () =>
  inRoom({ width: 390 }, async ({ page, line, address }) => {
    line.signInStaff();
    await page.goto(`${address}/sites`);
    await page.getByText('70 personnes sur 2 sites').waitFor();
    await page.getByText('Personne d’installé ne parle anglais : les appels au 111 attendent.').waitFor();
    await page.getByText('Ce site ne reçoit aucun appel.').waitFor();
    await page.getByRole('radio', { name: 'D’abord le site de la ligne' }).check();
    assert.equal(await scrollsSideways(page), false);
    await page.getByRole('combobox', { name: 'Site de la ligne 111' }).selectOption('Paris, salle A');
    const seconds = page.getByRole('textbox', { name: 'Au bout de combien de secondes' });
    await seconds.fill('beaucoup');
    await seconds.press('Enter');
    await page.getByText('À corriger.').waitFor();
    assert.equal(line.sites.sharing.overflowSeconds, null, 'what cannot be read is not sent');
    await seconds.fill('12');
    await seconds.press('Enter');
    await page.getByText('Cela vaut dès le prochain appel.').waitFor();
    const { overflowSeconds, lines } = line.sites.sharing;
    assert.deepEqual([overflowSeconds, lines.map(({ site }) => site)], [12, [null, 'paris']]);
  }),
);

test('[SIT-4] the part of a site is changed in its place; what is wrong is said at the field', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    line.signInStaff();
    await page.goto(`${address}/sites`);
    const paris = page.getByRole('form', { name: 'Part du site Paris, salle A' });
    await paris.getByRole('textbox', { name: 'Nom du site' }).fill('Plateau de Caen');
    await paris.getByRole('button', { name: 'Enregistrer' }).click();
    await paris.getByText('Un autre site porte déjà ce nom.').waitFor();
    await paris.getByRole('textbox', { name: 'Nom du site' }).fill('Paris');
    await paris.getByRole('textbox', { name: 'Poids' }).fill('3');
    await paris.getByRole('textbox', { name: 'Appels à la fois' }).fill('');
    await paris.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('form', { name: 'Part du site Paris' }).getByText('Enregistré.').waitFor();
    const { name, weight, callsMax } = line.sites.sharing.sites[1] ?? {};
    assert.deepEqual([name, weight, callsMax], ['Paris', 3, null]);
  }),
);

test(
  '[SIT-5] who supervises one site gets a link that is shown once, and is removed for good',
  { skip },
  () =>
    inRoom({}, async ({ page, line, address }) => {
      line.signInStaff();
      await page.goto(`${address}/sites`);
      const part = page.getByRole('region', { name: 'Superviseurs du site Plateau de Caen' });
      await part.getByRole('textbox', { name: 'Nom du superviseur' }).fill('Olga');
      await page.keyboard.press('Enter');
      await part.getByText(`${address}/sign-in?token=a-secret`).waitFor();
      await part.getByRole('button', { name: 'C’est fait' }).click();
      assert.equal(await part.getByText('a-secret').count(), 0);
      await part.getByRole('button', { name: 'Nouveau lien pour Nadia' }).click();
      await part.getByText('Lien de connexion pour Nadia').waitFor();
      assert.deepEqual(await violations(page), []);
      await part.getByRole('button', { name: 'Retirer Nadia' }).click();
      await part.getByRole('button', { name: 'Retirer pour de bon' }).click();
      await part.getByText('Nadia', { exact: true }).waitFor({ state: 'detached' });
      assert.deepEqual(line.sites.sharing.sites[0]?.supervisors, [{ id: 'new', name: 'Olga' }]);
    }),
);

test(
  '[SIT-6] a supervisor of one site is led to its positions and floor, and to nothing else',
  { skip },
  () =>
    inRoom({}, async ({ page, line, address }) => {
      line.me = { ...line.me, person: { name: 'Nadia', roles: ['site-supervisor', 'volunteer'] } };
      await page.goto(`${address}/`);
      await page.waitForURL('**/positions');
      await page.locator('.position').first().waitFor();
      const places = page.getByRole('navigation').getByRole('link');
      assert.deepEqual(await places.allTextContents(), ['Positions', 'Plateau']);
      assert.equal(await page.getByRole('checkbox').count(), 0);
      assert.equal(
        line.asked.some((said) => /phone-accounts|api\/sites/.test(said)),
        false,
      );
      await page.getByRole('link', { name: 'Plateau' }).click();
      await page.locator('.tiles').waitFor();
      assert.deepEqual(await violations(page), []);
    }),
);
