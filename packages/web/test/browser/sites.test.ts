import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEEDS_CHROMIUM, rooms } from './room.ts';

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
