import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Wallboard } from '@pledgeline/contract';
import { violations } from './axe.ts';
import { keepPicture, NEEDS_CHROMIUM, rooms, scrollsSideways } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const board = (change: Partial<Wallboard> = {}): Wallboard => ({
  waiting: 4,
  waitsSince: Date.now() - 75_000,
  ready: 0,
  talking: 312,
  wrappingUp: 38,
  serviceLevel: 0.93,
  boundMs: 10_000,
  promisedCents: 1_234_567_800,
  evening: {
    zone: 'Europe/Paris',
    closedByHand: false,
    openings: [],
    onAir: [{ id: 'm', at: Date.now() + 12 * 60_000, title: 'Appel de la marraine en direct', seconds: 45 }],
  },
  ...change,
});

for (const [width, height] of [
  [1920, 1080],
  [1366, 768],
] as const)
  test(`[WBD-4] all of it is on the screen at ${width}×${height}, without an axe violation`, { skip }, () =>
    inRoom({ width, height }, async ({ page, line, address }) => {
      line.wallboard.shown = board();
      await page.goto(`${address}/wallboard#good`);
      await page.getByText('12 345 678').waitFor();
      assert.match((await page.locator('.wallboard-air').textContent()) ?? '', /1[12]:\d\d.*marraine/);
      assert.deepEqual(await page.locator('[data-alert="true"] dt').allTextContents(), [
        'En attente',
        'Plus longue attente',
      ]);
      assert.deepEqual(await violations(page), []);
      assert.equal(await scrollsSideways(page), false);
      const outside = await page.locator('.wallboard :is(p, dd)').evaluateAll((all) =>
        all.flatMap((one) => {
          const { right, bottom } = one.getBoundingClientRect();
          const wide = one.scrollWidth > (one.parentElement?.clientWidth ?? 0) + 1;
          return right > innerWidth || bottom > innerHeight || wide ? [one.textContent] : [];
        }),
      );
      assert.deepEqual(outside, [], 'every figure is whole');
      await keepPicture(page, `wallboard-${width}`);
      line.wallboard.shown = board({ evening: { ...onAirNow() } });
      await page.getByText('MAINTENANT').waitFor();
      await keepPicture(page, `wallboard-${width}-now`);
    }),
  );

const onAirNow = (): NonNullable<Wallboard['evening']> => ({
  zone: 'Europe/Paris',
  closedByHand: false,
  openings: [],
  onAir: [{ id: 'm', at: Date.now() - 1_000, title: 'Fil rouge', seconds: 45 }],
});

test('[WBD-3] it says that its figures are old, comes back by itself, and needs no session', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    line.wallboard.shown = board();
    await page.goto(`${address}/wallboard#good`);
    await page.getByText('312').waitFor();
    await page.context().setOffline(true);
    await page.getByText('Connexion perdue').waitFor();
    line.wallboard.shown = board({ talking: 7 });
    await page.context().setOffline(false);
    await page.locator('dd', { hasText: /^7$/ }).waitFor();
    await page.getByText('Connexion perdue').waitFor({ state: 'detached' });
    line.wallboard.shown = null;
    await page.getByText('Ce lien n’est plus valable').waitFor();
    assert.equal(
      line.asked.some((one) => one.includes('/api/me') || one.includes('good')),
      false,
    );
  }),
);

test('[WBD-5] a supervisor makes the link on the floor, and takes it back', { skip }, () =>
  inRoom({}, async ({ page, line, address }) => {
    line.signInStaff();
    line.wallboard.shown = board();
    await page.goto(`${address}/floor`);
    const part = page.getByRole('region', { name: 'Écran de la salle' });
    await part.getByRole('button', { name: 'Créer un lien' }).click();
    assert.equal(await part.getByRole('link').getAttribute('href'), `${address}/wallboard#token-1`);
    await part.getByRole('button', { name: 'Retirer le lien' }).click();
    await part.getByText('n’ouvre plus rien').waitFor();
    assert.equal(await part.getByRole('link').count(), 0);
    assert.equal(line.asked.includes('DELETE /api/wallboard/link'), true);
  }),
);
