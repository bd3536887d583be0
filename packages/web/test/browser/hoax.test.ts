import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { keepPicture, NEEDS_CHROMIUM, readyDesk, rooms, scrollsSideways, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const talking = (visit: (room: Room) => Promise<void>, dark = false): Promise<void> =>
  inRoom({ dark }, async (room) => {
    await readyDesk(room);
    room.line.offer(callFrom(knownCaller(marie)));
    await room.page.locator('.call').waitFor();
    room.line.connect();
    await room.page.locator('.bar-status[data-kind="talking"]').waitFor();
    await visit(room);
  });
const said = ({ page }: Room) => page.locator('.bar-conditions');
const script = ({ page }: Room) => page.getByRole('region', { name: 'À dire' });

for (const dark of [false, true])
  test(
    `[HXW-1][HXW-2][SCREEN-3] one key asks for help, the lines come up, the same key takes it back, ${dark ? 'dark' : 'light'}`,
    { skip },
    () =>
      talking(async (room) => {
        const { page, line } = room;
        line.helpAwaitedMs = 600_000;
        await page.locator('#field-town').fill('Bayeux');
        await page.keyboard.press('F6');
        await said(room).getByText('Aide demandée').waitFor();
        assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-town', 'the focus stays');
        assert.deepEqual(await violations(page), []);
        await keepPicture(page, `hoax-asked-${dark ? 'dark' : 'light'}`);
        assert.equal(await page.getByText('je dois libérer la ligne').count(), 0);
        await page.keyboard.press('F6');
        await said(room).getByText('Aide demandée').waitFor({ state: 'detached' });
        line.helpAwaitedMs = 0;
        await page.keyboard.press('F6');
        await said(room).getByText('Personne n’est encore venu').waitFor();
        await script(room).getByText('je dois libérer la ligne').waitFor();
        assert.deepEqual(await violations(page), []);
        for (const size of [
          { width: 1280, height: 600 },
          { width: 1366, height: 768 },
        ]) {
          await page.setViewportSize(size);
          assert.equal(await scrollsSideways(page), false);
        }
        await keepPicture(page, `hoax-lines-${dark ? 'dark' : 'light'}`);
      }, dark),
  );

test(
  '[HXW-3] taken over: the volunteer reads by whom, and nothing of the call is left on the screen',
  { skip },
  () =>
    talking(async (room) => {
      const { page, line } = room;
      await page.locator('#field-town').fill('Bayeux');
      await page.keyboard.press('F6');
      await said(room).getByText('Aide demandée').waitFor();
      line.change({
        state: 'ended',
        endedBy: 'supervisor',
        hoax: { state: 'given', linesAt: null, by: 'Camille' },
      });
      line.become({ kind: 'wrapping-up', until: Date.now() + 20_000, latest: Date.now() + 60_000 });
      await said(room).getByText('Camille a repris l’appel').waitFor();
      await page.locator('.call').waitFor({ state: 'detached' });
      assert.equal(await page.getByText('Bayeux').count(), 0);
    }),
);

for (const [width, dark] of [
  [1280, false],
  [390, true],
] as const)
  test(
    `[HXW-4][SCREEN-3] whoever asks for help stands above the floor, and one key takes the call, ${width} px`,
    { skip },
    () =>
      inRoom({ width, dark }, async (room) => {
        const { page, line } = room;
        line.signInStaff();
        line.seatAt(1);
        const helped = (id: string, seconds: number): void => {
          line.floor.agents = line.floor.agents.map((one) =>
            one.call?.id === id
              ? { ...one, call: { ...one.call, helpSince: Date.now() - seconds * 1_000 } }
              : one,
          );
        };
        await page.goto(`${room.address}/floor`);
        await page.locator('.tile').first().waitFor();
        await page.keyboard.press('F6');
        helped('call-2', 3);
        helped('call-3', 9);
        const asking = page.getByRole('region', { name: 'Aide demandée' });
        await asking.getByText('Louise, position 2, Caen').waitFor();
        assert.match(
          (await asking.locator('b').first().textContent()) ?? '',
          /^Jean-Baptiste/,
          'the first to ask',
        );
        assert.deepEqual(await violations(page), []);
        assert.equal(await scrollsSideways(page), false);
        await keepPicture(page, `help-asked-${width}`);
        await page.keyboard.press('F6');
        await page.locator('.floor-own output').getByText('L’appel est à vous').waitFor();
        assert.deepEqual(
          line.asked.filter((one) => one.startsWith('POST /api/floor')),
          ['POST /api/floor/calls/call-3/take-over'],
        );
      }),
  );

test(
  '[HXW-5] a supervisor who has taken a hoax over bars its number while it is on; a withheld one cannot be',
  { skip },
  () =>
    inRoom({}, async (room) => {
      const { page, line } = room;
      line.signInStaff();
      await readyDesk(room);
      line.offer(callFrom(knownCaller(marie)));
      await page.locator('.call').waitFor();
      const given = { state: 'given', linesAt: null, by: null } as const;
      line.change({ state: 'talking', connectedAt: Date.now(), hoax: given });
      const keys = page.getByRole('group', { name: 'Ne plus prendre ce numéro' });
      await keys.getByRole('button', { name: 'Ce soir' }).click();
      await keys.getByText('C’est fait').waitFor();
      assert.deepEqual(
        line.asked.filter((one) => one.endsWith('/bar')),
        ['POST /api/floor/calls/call-1/bar'],
      );
      assert.deepEqual(await violations(page), []);
      line.change({ caller: { kind: 'withheld' }, state: 'talking', connectedAt: Date.now(), hoax: given });
      await keys.getByText('Numéro masqué').waitFor();
      assert.equal(await keys.getByRole('button', { name: 'Ce soir' }).isDisabled(), true);
    }),
);

test('[HXW-6] the floor says what is barred and until when, and one key lifts it', { skip }, () =>
  inRoom({}, async (room) => {
    const { page, line } = room;
    line.signInStaff();
    line.bars.list = [
      { id: 'bar-1', until: Date.now() + 3_600_000, reason: 'insults', by: 'Camille', madeAt: Date.now() },
    ];
    await page.goto(`${room.address}/floor`);
    const bars = page.getByRole('region', { name: 'Numéros écartés' });
    await bars.getByText('Insultes').waitFor();
    assert.deepEqual(await violations(page), []);
    await bars.getByRole('button', { name: 'Reprendre ses appels' }).click();
    await bars.getByText('Aucun numéro n’est écarté').waitFor();
  }),
);
