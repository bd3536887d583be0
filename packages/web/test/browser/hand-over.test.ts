import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { buildScreens, NEEDS_CHROMIUM, openRoom, readyDesk, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
/** Set PICTURES to a folder to keep how the screen looked. */
const PICTURES = process.env['PICTURES'];
let screens: Awaited<ReturnType<typeof buildScreens>>;
before(async () => {
  if (skip === false) screens = await buildScreens();
});
after(async () => {
  if (skip === false) await screens.end();
});

async function talking(
  wishes: { readonly dark?: boolean },
  visit: (room: Room) => Promise<void>,
): Promise<void> {
  const room = await openRoom({ root: screens.root, ...wishes });
  try {
    await readyDesk(room);
    room.line.offer(callFrom(knownCaller(marie)));
    await room.page.locator('.call').waitFor();
    room.line.connect();
    await room.page.locator('.bar-status[data-kind="talking"]').waitFor();
    await visit(room);
  } finally {
    await room.end();
  }
}

const panel = ({ page }: Room) => page.getByRole('region', { name: 'Passer l’appel' });
const strip = ({ page }: Room) => page.locator('.caller-consulting');
const focused = ({ page }: Room) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '');

for (const dark of [false, true])
  test(`[DESK-60][SCREEN-3][SCREEN-4] panel and consultation, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    talking({ dark }, async (room) => {
      const { page, line } = room;
      const look = async (state: string): Promise<void> => {
        assert.deepEqual(await violations(page), [], state);
        for (const size of [
          { width: 1280, height: 600 },
          { width: 1366, height: 768 },
        ]) {
          await page.setViewportSize(size);
          const beyond = await page.evaluate(() => {
            const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
            return [scrollHeight - clientHeight, scrollWidth - clientWidth];
          });
          assert.deepEqual(beyond, [0, 0], `${state}: nothing has to be scrolled to`);
        }
        if (PICTURES === undefined) return;
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: join(PICTURES, `hand-over-${dark ? 'dark' : 'light'}-${state}.png`) });
      };
      await page.keyboard.press('F9');
      await panel(room).getByText('3 personnes disponibles').waitFor();
      await look('panel');
      await page.getByRole('button', { name: 'Parler d’abord à Inès, position 4' }).click();
      await strip(room).getByText('On appelle Inès').waitFor();
      line.change({ consultation: { role: 'asks', stage: 'speaking', name: 'Inès', positionNumber: 4 } });
      await strip(room).getByText('Vous parlez à Inès').waitFor();
      await look('consultation');
    }),
  );

test('[DESK-61] by keyboard alone: a name, Enter, the arrows, and the call is handed over', { skip }, () =>
  talking({}, async (room) => {
    const { page, line } = room;
    await page.keyboard.press('F9');
    await panel(room).getByText('3 personnes disponibles').waitFor();
    await page.keyboard.type('caen');
    await panel(room).getByText('2 personnes disponibles').waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await focused(room), 'Parler d’abord à Inès, position 4');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(room), 'Passer l’appel à Marc, position 5');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(room), 'Remettre en attente, Ligne 110');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.locator('.caller-ended').getByText('Vous avez passé l’appel').waitFor();
    await panel(room).waitFor({ state: 'hidden' });
    assert.deepEqual(line.handed, [{ deed: 'hand-over', body: { to: { kind: 'agent', agent: 'agent-5' } } }]);
  }),
);

test(
  '[DESK-60][DESK-61] Escape closes the panel, the focus is where it was, and the key is off without a caller',
  { skip },
  () =>
    talking({}, async (room) => {
      const { page, line } = room;
      const was = await focused(room);
      await page.keyboard.press('F9');
      await panel(room).waitFor();
      await page.keyboard.press('Escape');
      await panel(room).waitFor({ state: 'hidden' });
      assert.equal(await focused(room), was);
      await page.keyboard.press('F9');
      await panel(room).waitFor();
      line.change({ state: 'ended', endedBy: 'caller' });
      await panel(room).waitFor({ state: 'hidden' });
      assert.equal(await page.getByRole('button', { name: /^Passer F9/ }).isDisabled(), true);
      assert.deepEqual(line.handed, []);
    }),
);

test('[DESK-60][DESK-62] a consultation by keys: all three, taken back, again, and completed', { skip }, () =>
  talking({}, async (room) => {
    const { page, line } = room;
    const ask = async (): Promise<void> => {
      await page.keyboard.press('F9');
      await page.getByRole('button', { name: 'Parler d’abord à Inès, position 4' }).press('Enter');
      await strip(room).getByText('L’appelant patiente').waitFor();
      line.change({ consultation: { role: 'asks', stage: 'speaking', name: 'Inès', positionNumber: 4 } });
      await strip(room).getByText('Vous parlez à Inès').waitFor();
    };
    await ask();
    await page.keyboard.press('Shift+F9');
    await strip(room).getByText('À trois, avec Inès').waitFor();
    await page.keyboard.press('Escape');
    await strip(room).waitFor({ state: 'hidden' });
    await ask();
    await page.keyboard.press('F9');
    await page.locator('.caller-ended').getByText('Vous avez passé l’appel').waitFor();
    assert.deepEqual(
      line.handed.map(({ deed }) => deed),
      ['consult', 'together', 'take-back', 'consult', 'complete'],
    );
  }),
);

test('[DESK-61] a refusal is said in the catalogue’s words, and the panel stays', { skip }, () =>
  talking({}, async (room) => {
    room.line.refusesHandOver = 'NOT_FREE';
    await room.page.keyboard.press('F9');
    await room.page.getByRole('button', { name: 'Passer l’appel à Marc, position 5' }).click();
    await room.page.getByText('Cette personne n’est plus disponible').waitFor();
    assert.equal(await panel(room).isVisible(), true);
  }),
);

test(
  '[DESK-62][DESK-63] whoever is asked has the form and the reason; taken back, both go',
  { skip },
  async () => {
    const room = await openRoom({ root: screens.root });
    try {
      await readyDesk(room);
      const asked = { role: 'asked', name: 'Louise', positionNumber: 2 } as const;
      const call = callFrom(knownCaller(marie));
      room.line.offer({ ...call, consultation: { ...asked, stage: 'ringing' } });
      await strip(room).getByText('Louise (position 2) veut vous parler').waitFor();
      room.line.change({ state: 'talking', consultation: { ...asked, stage: 'speaking' } });
      await strip(room).getByText('Louise (position 2) vous parle').waitFor();
      assert.equal(await room.page.getByRole('button', { name: /^Passer F9/ }).isDisabled(), true);
      room.line.call = null;
      room.line.say({ kind: 'withdrawn', call: call.id, because: 'taken-back' });
      room.line.become({ kind: 'free' });
      await room.page.locator('.call').waitFor({ state: 'hidden' });
    } finally {
      await room.end();
    }
  },
);
