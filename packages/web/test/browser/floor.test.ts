import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS } from '@pledgeline/contract';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { keepPicture, NEEDS_CHROMIUM, readyDesk, rooms, scrollsSideways, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const onFloor = (
  wishes: { readonly dark?: boolean; readonly width?: number },
  visit: (room: Room) => Promise<void>,
): Promise<void> =>
  inRoom(wishes, async (room) => {
    room.line.signInStaff();
    room.line.seatAt(1);
    await room.page.goto(`${room.address}/floor`);
    await room.page.locator('.tile').first().waitFor();
    await visit(room);
  });

const keys = (room: Room, name: string) => room.page.getByRole('group', { name });
const said = (room: Room) => room.page.locator('.floor-own output');
const posts = (room: Room): readonly string[] =>
  room.line.asked.filter((one) => one.startsWith('POST /api/floor'));

for (const [width, dark] of [
  [1280, false],
  [1280, true],
  [390, false],
  [390, true],
] as const)
  test(`[SCREEN-3] the floor has no axe violation, ${width} px, ${dark ? 'dark' : 'light'}`, { skip }, () =>
    onFloor({ width, dark }, async (room) => {
      const { page } = room;
      const look = async (state: string): Promise<void> => {
        assert.deepEqual(await violations(page), [], state);
        assert.equal(await scrollsSideways(page), false, `${state}: nothing lies beyond the edge`);
        await keepPicture(page, `floor-${width}-${dark ? 'dark' : 'light'}-${state}`);
      };
      await look('quiet');
      await keys(room, 'L’appel de Louise, position 2').getByText('Souffler').click();
      await said(room).getByText('Louise').waitFor();
      await look('whispering');
    }),
  );

test('[FLOOR-1] by keyboard alone: listen, whisper, stop; what is on is said and shown', { skip }, () =>
  onFloor({}, async (room) => {
    const { page } = room;
    const listen = keys(room, 'L’appel de Louise, position 2').getByRole('button', { name: 'Écouter' });
    await listen.focus();
    await page.keyboard.press('Enter');
    await said(room).getByText('Vous écoutez').waitFor();
    assert.equal(await listen.getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await said(room).getByText('Vous parlez au bénévole seul').waitFor();
    await page.getByRole('button', { name: 'Quitter l’écoute' }).press('Enter');
    await listen.and(page.locator('[aria-pressed="false"]')).waitFor();
    assert.deepEqual(posts(room), [
      'POST /api/floor/calls/call-2/monitor',
      'POST /api/floor/calls/call-2/monitor',
      'POST /api/floor/stop',
    ]);
  }),
);

test('[FLOOR-2] taking over is asked twice, and then the call is on one’s own tile', { skip }, () =>
  onFloor({}, async (room) => {
    const louise = keys(room, 'L’appel de Louise, position 2');
    await louise.getByRole('button', { name: 'Reprendre l’appel' }).click();
    await louise.getByRole('button', { name: 'Non' }).click();
    assert.deepEqual(posts(room), []);
    await louise.getByRole('button', { name: 'Reprendre l’appel' }).click();
    await louise.getByRole('button', { name: 'Oui, reprendre l’appel' }).click();
    await said(room).getByText('L’appel est à vous').waitFor();
    assert.equal(await room.page.locator('.tile[data-own="true"]').getAttribute('data-kind'), 'talking');
    assert.deepEqual(posts(room), ['POST /api/floor/calls/call-2/take-over']);
  }),
);

test(
  '[FLOOR-40] an ordinary call of one’s own is not announced; it is said that it comes first',
  { skip },
  () =>
    onFloor({}, async (room) => {
      const own = {
        id: 'call-1',
        line: '110',
        language: 'fr',
        connectedAt: Date.now(),
        supervised: null,
      } as const;
      for (const status of [{ kind: 'talking' }, { kind: 'offered' }] as const) {
        room.line.floor.agents = room.line.floor.agents.map((one) =>
          one.agent === 'agent-1' ? { ...one, status, call: status.kind === 'talking' ? own : null } : one,
        );
        await room.page.locator(`.tile[data-own="true"][data-kind="${status.kind}"]`).waitFor();
        assert.equal(await said(room).textContent(), FAULTS.ON_A_CALL.fr);
      }
    }),
);

test('[FLOOR-3] what is missing is said before a key is pressed, and a refusal after it', { skip }, () =>
  onFloor({}, async (room) => {
    const listen = keys(room, 'L’appel de Louise, position 2').getByRole('button', { name: 'Écouter' });
    room.line.floor.refuses = 'CALL_FULL';
    await listen.click();
    await room.page.getByRole('alert').getByText('Trois superviseurs').waitFor();
    room.line.floor.agents = room.line.floor.agents.map((one) => ({ ...one, lineConnected: false }));
    await said(room).getByText('Ouvrez votre poste').waitFor();
    assert.equal(await listen.isDisabled(), true);
    room.line.floor.agents = room.line.floor.agents.slice(1);
    await said(room).getByText('prenez d’abord place').waitFor();
  }),
);

test('[FLOOR-4] the desk shows that a supervisor is on the line, listening included', { skip }, () =>
  onFloor({}, async (room) => {
    const { page, line } = room;
    await readyDesk(room);
    line.offer(callFrom(knownCaller(marie)));
    await page.locator('.call').waitFor();
    line.connect();
    const sign = page.locator('.caller-supervised');
    line.change({ supervised: 'listen' });
    await sign.getByText('Un superviseur vous écoute').waitFor();
    assert.deepEqual(await violations(page), []);
    line.change({ supervised: 'barge' });
    await sign.getByText('avec vous sur la ligne').waitFor();
    line.change({ supervised: null });
    await sign.waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('link', { name: 'Plateau' }).getAttribute('href'), '/floor');
  }),
);

test('[FLW-4] the floor is told live; cut off, it is asked for, and told again afterwards', { skip }, () =>
  onFloor({}, async (room) => {
    const { line, page } = room;
    const looks = (): number => line.asked.filter((one) => one === 'GET /api/floor').length;
    const first = line.floor.agents.map((one) => ({ ...one, name: `${one.name} A` }));
    line.floor.agents = first;
    await page.getByRole('heading', { name: 'Louise A' }).waitFor();
    assert.equal(looks(), 1, 'told, not asked for');
    line.floor.tell({ kind: 'floor-changed', change: { gone: ['agent-4'], waiting: 7 } });
    await page.getByText('7 en attente').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Inès' }).count(), 0);
    line.cut();
    line.floor.agents = first.map((one) => ({ ...one, name: one.name.replace(' A', ' B') }));
    await page.getByRole('heading', { name: 'Louise B' }).waitFor();
    assert.equal(line.asked.includes('GET /api/floor'), true);
  }),
);

test('[FLW-5][FLW-6] the evening’s figures and who waits stand above the positions', { skip }, () =>
  onFloor({}, async ({ page }) => {
    const row = (name: string) => page.getByRole('row', { name });
    assert.match(
      (await row('Ce soir').textContent()) ?? '',
      /43141217 \(dont 5 aussitôt\)93\s%4\ss81\s%66\ss/,
    );
    assert.equal(await row('15 dernières minutes').locator('[data-over="true"]').textContent(), '71\u00a0s');
    assert.match((await row('Paris').textContent()) ?? '', /–/);
    const waiting = page.getByRole('region', { name: 'En attente' }).getByRole('listitem');
    assert.match((await waiting.nth(0).textContent()) ?? '', /^0:1\d.*garde sa place/);
    assert.match((await waiting.nth(1).textContent()) ?? '', /^0:\d\d.*sur le 110/);
  }),
);

test(
  '[FLW-8] an alarm is seen and read out at the top of the floor; its tone is muted for good',
  { skip },
  () =>
    onFloor({}, async ({ page, line }) => {
      await page.evaluate(() => {
        class Counted extends OscillatorNode {
          override start(when?: number): void {
            document.body.dataset['notes'] = `${Number(document.body.dataset['notes'] ?? 0) + 1}`;
            super.start(when);
          }
        }
        globalThis.OscillatorNode = Counted;
      });
      const notes = (): Promise<string | undefined> => page.evaluate(() => document.body.dataset['notes']);
      const alarms = page.locator('.alarms [aria-live="polite"]');
      await page.getByRole('heading', { name: 'Plateau' }).click();
      const begin = (since: number, of: string): void => {
        line.floor.alarms = [{ kind: 'trunk-down', of, since }];
        line.floor.tell({ kind: 'floor-changed', change: { alarms: line.floor.alarms } });
      };
      begin(Date.now() - 65_000, 'Orange');
      await alarms.getByText('L’opérateur Orange ne répond plus').waitFor();
      assert.match((await alarms.textContent()) ?? '', /1:0\d$/);
      assert.equal(await notes(), '3');
      assert.deepEqual(await violations(page), []);
      await keepPicture(page, 'floor-alarm');
      await page.getByRole('button', { name: 'Couper la sonnerie' }).click();
      begin(Date.now(), 'SFR');
      await alarms.getByText('SFR').waitFor();
      assert.equal(await notes(), '3', 'muted');
      await page.reload();
      await page.getByRole('button', { name: 'Sonnerie des alertes coupée', pressed: true }).waitFor();
      line.floor.alarms = [];
      line.floor.tell({ kind: 'floor-changed', change: { alarms: [] } });
      await alarms.getByRole('listitem').waitFor({ state: 'detached' });
    }),
);
