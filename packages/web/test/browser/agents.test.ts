import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentStatus } from '@pledgeline/contract';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { keepPicture, NEEDS_CHROMIUM, readyDesk, rooms, type Room } from './room.ts';

const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

const away = (because: Extract<AgentStatus, { kind: 'away' }>['because']): AgentStatus => ({
  kind: 'away',
  because,
});
const bar = (page: Page) => page.locator('.bar-status');
const titleIs = (page: Page, wanted: string): Promise<unknown> =>
  page.waitForFunction((title) => document.title === title, wanted);
/** Counts the notes that the page plays. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counted = { notes: 0 };
    Object.assign(globalThis, counted);
    globalThis.OscillatorNode = class extends OscillatorNode {
      override start(when?: number): void {
        (globalThis as unknown as typeof counted).notes += 1;
        super.start(when);
      }
    };
  });
const notesPlayed = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => (globalThis as unknown as { notes: number }).notes >= 3);

test(
  '[AGW-3][AGW-4] whoever is stood down reads why, hears it, sees it in the tab, and goes on by one key',
  { skip },
  () =>
    inRoom({}, async (room) => {
      await readyDesk(room);
      const { line, page } = room;
      const title = await page.title();
      for (const [because, words] of [
        ['missed-offer', 'Un appel n’a pas pu vous être passé'],
        ['sound-lost', 'Le son a été coupé'],
        ['desk-lost', 'Cet écran a été absent'],
      ] as const) {
        await listen(page);
        line.become(away(because));
        await bar(page).getByText(words).waitFor();
        assert.equal(await bar(page).getAttribute('data-loud'), 'true');
        await titleIs(page, '⚠ Plus d’appels');
        await notesPlayed(page);
        if (because === 'missed-offer') {
          await keepPicture(page, 'desk-stood-down');
          assert.deepEqual(await violations(page), []);
        }
        await page.keyboard.press('F8');
        await page.locator('.bar-status[data-kind="free"][data-loud="false"]').waitFor();
        await titleIs(page, title);
      }
      line.notes.desk = {
        messages: [],
        break: { reason: 'briefing', since: Date.now(), bySupervisor: true },
      };
      line.become(away('chosen'));
      line.say({ kind: 'notes-changed' });
      await bar(page).getByText('Un superviseur vous a mis en pause').waitFor();
      await titleIs(page, '⚠ Plus d’appels');
      await page.keyboard.press('F8');
      await page.locator('.bar-status[data-kind="free"]').waitFor();
    }),
);

test('[AGW-5] a break is one key, its reason another, and it alarms nobody', { skip }, () =>
  inRoom({}, async (room) => {
    await readyDesk(room);
    const { line, page } = room;
    await page.keyboard.press('F7');
    await page.getByRole('group', { name: 'Pourquoi cette pause' }).waitFor();
    const pressed = (name: string) => page.getByRole('button', { name, pressed: true });
    await pressed('Souffler').waitFor();
    await page.keyboard.press('2');
    await pressed('Repas').waitFor();
    assert.equal(line.notes.desk.break?.reason, 'meal');
    await page.getByRole('button', { name: 'Technique' }).click();
    await pressed('Technique').waitFor();
    assert.equal(await bar(page).getAttribute('data-loud'), 'false');
    await keepPicture(page, 'desk-break');
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('F8');
    await page.locator('.bar-status[data-kind="free"]').waitFor();
    await page.getByRole('group', { name: 'Pourquoi cette pause' }).waitFor({ state: 'detached' });
  }),
);

test(
  '[AGW-6] words of a supervisor leave the focus alone and the desk unscrolled; Escape puts them away',
  { skip },
  () =>
    inRoom({ width: 1280, height: 600 }, async (room) => {
      await readyDesk(room);
      const { line, page } = room;
      line.offer(callFrom(knownCaller(marie)));
      line.connect();
      await page.locator('#field-amount').waitFor();
      await page.locator('#field-note').focus();
      line.notes.say('Parlez plus lentement', 'Dans dix minutes, la une !');
      line.say({ kind: 'notes-changed' });
      await page.getByText('Parlez plus lentement').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-note');
      const scrolls = await page.evaluate(
        () => document.documentElement.scrollHeight > document.documentElement.clientHeight,
      );
      assert.equal(scrolls, false);
      await keepPicture(page, 'desk-message');
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press('F9');
      await page.locator('.handing').waitFor();
      await page.keyboard.press('Escape');
      assert.equal(line.notes.desk.messages.length, 2, 'the panel is closed first');
      await page.keyboard.press('Escape');
      await page.getByText('Parlez plus lentement').waitFor({ state: 'detached' });
      await page.getByText('Dans dix minutes').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.desk-note').waitFor({ state: 'detached' });
      assert.deepEqual(line.notes.desk.messages, []);
    }),
);

test('[AGW-7] by keyboard alone a supervisor writes to a desk and puts it on a break', { skip }, () =>
  inRoom({}, async (room: Room) => {
    const { line, page } = room;
    line.signInStaff();
    line.seatAt(1);
    line.notes.floor = {
      notes: [{ agent: 'agent-4', break: null, unread: 2 }],
    };
    await page.goto(`${room.address}/floor`);
    const of = (name: string) => page.getByRole('group', { name, exact: true });
    await page.getByText('2 messages pas encore lus').waitFor();
    await of('Inès, position 4').getByRole('button', { name: 'Message' }).press('Enter');
    await page.keyboard.type('Bravo !');
    await page.keyboard.press('Enter');
    await of('Inès, position 4').getByRole('button', { name: 'Mettre en pause' }).press('Enter');
    await page.getByRole('button', { name: 'Repas' }).press('Enter');
    await of('Inès, position 4').getByRole('button', { name: 'Mettre en pause' }).waitFor();
    assert.deepEqual(line.notes.words, [
      { path: 'POST /api/floor/agents/agent-4/message', body: { text: 'Bravo !' } },
      { path: 'POST /api/floor/agents/agent-4/break', body: { reason: 'meal' } },
    ]);
    assert.deepEqual(await violations(page), []);
  }),
);

test(
  '[AGW-8] two keystrokes hand the seat on; not with a call, nor with a form that is not finished',
  { skip },
  () =>
    inRoom({}, async (room) => {
      await readyDesk(room);
      const { line, page } = room;
      const passes = (): number => line.asked.filter((one) => one === 'POST /api/seat/pass').length;
      const title = page.getByRole('heading', { name: 'Qui prend cette place' });
      line.offer(callFrom(knownCaller(marie)));
      line.connect();
      await page.locator('#field-amount').waitFor();
      await page.keyboard.press('Shift+F7');
      await page.getByText('Terminez-le d’abord').waitFor();
      assert.equal(await title.count(), 0);
      line.change({ state: 'ended', endedBy: 'caller' });
      line.become({ kind: 'free' });
      await page.locator('.waiting-now').waitFor();
      await page.keyboard.press('Shift+F7');
      await title.waitFor();
      await page.getByRole('button', { name: 'Samir' }).waitFor();
      await keepPicture(page, 'desk-pass');
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press('Escape');
      await title.waitFor({ state: 'detached' });
      assert.equal(passes(), 0);
      await page.keyboard.press('Shift+F7');
      await page.getByRole('button', { name: 'Samir' }).waitFor();
      await page.keyboard.press('2');
      await page.getByRole('button', { name: 'Tout va bien' }).waitFor();
      assert.equal(line.me.seat?.name, 'Samir');
      await page.waitForFunction(() => document.activeElement?.classList.contains('headset-done'));
      await page.keyboard.press('Enter');
      await page.locator('.waiting-now').waitFor();
      await page.keyboard.press('Shift+F7');
      await page.getByLabel('Prénom').fill('Ève');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Tout va bien' }).waitFor();
      assert.deepEqual([line.me.seat?.name, passes()], ['Ève', 2]);
    }),
);
