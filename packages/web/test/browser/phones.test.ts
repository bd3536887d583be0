import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violations } from './axe.ts';
import { callFrom, knownCaller, marie } from './evening.ts';
import { NEEDS_CHROMIUM, readyDesk, rooms, scrollsSideways, type Room, type RoomWishes } from './room.ts';

const PHONE = 'sip:agent3@192.0.2.4';
const skip = NEEDS_CHROMIUM;
const inRoom = rooms();

/** Somebody sits at position 3, which has a desk phone. */
async function atPhone(wishes: Omit<RoomWishes, 'root'>, visit: (room: Room) => Promise<void>) {
  await inRoom(wishes, async (room) => {
    const { line, page, address } = room;
    const third = line.positions[2];
    assert.ok(third !== undefined);
    third.phone = PHONE;
    line.seatAt(3);
    await page.addInitScript(noteMicrophone);
    await page.goto(`${address}/desk`);
    await page.getByRole('heading', { name: 'Votre téléphone' }).waitFor();
    await visit(room);
  });
}

/** Runs in the page: whoever asks for the microphone, or begins a connection for sound, is written down. */
function noteMicrophone(): void {
  const asked: string[] = [];
  Object.assign(globalThis, { asked });
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    asked.push('microphone');
    return getUserMedia(constraints);
  };
  const Connection = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      asked.push('connection');
    }
  };
}
const askedFor = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

async function ready({ line, page }: Room): Promise<void> {
  line.say({ kind: 'line', connected: true });
  await page.getByRole('button', { name: 'Tout va bien' }).click();
  await page.keyboard.press('F8');
  await page.locator('.bar-status[data-kind="free"]').waitFor();
}

test(
  '[DESK-40] at a desk phone nothing of the browser’s sound is asked for, from Ready to the end of a call',
  { skip },
  () =>
    atPhone({}, async (room) => {
      const { line, page } = room;
      await page.getByText('agent3@192.0.2.4').waitFor();
      await ready(room);
      line.offer(callFrom(knownCaller(marie)));
      await page.locator('.call').waitFor();
      await page.locator('.bar-status[data-kind="offered"]').waitFor();
      line.connect();
      await page.locator('.bar-status[data-kind="talking"]').waitFor();
      await page.keyboard.press('4');
      // The volunteer hangs up at the phone: the screen is told.
      line.change({ state: 'ended', endedBy: 'agent' });
      line.become({ kind: 'wrapping-up', until: Date.now() + 60_000, latest: Date.now() + 60_000 });
      await page.getByText('Vous avez raccroché — la fiche reste ouverte').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('.save[data-saving="saved"]').waitFor();
      assert.deepEqual(await askedFor(page), []);
      assert.equal(line.asked.includes('POST /api/desk/line'), false);
      assert.equal(await page.getByText('Appuyez sur une touche pour entendre').count(), 0);
    }),
);

test(
  '[DESK-40] a phone that cannot be rung keeps Ready shut and says so; once it can, it opens',
  { skip },
  () =>
    atPhone({}, async (room) => {
      const { line, page } = room;
      // In the bar it stands once the server has been heard; before, no key is.
      const help = page.locator('.bar-conditions').getByText('ne peut pas encore sonner');
      await help.waitFor();
      assert.equal(await page.getByRole('button', { name: 'Prêt' }).isDisabled(), true);
      assert.equal(await page.getByRole('button', { name: 'Tout va bien' }).isDisabled(), true);
      const refused = page.waitForResponse('**/api/desk/ready');
      await page.keyboard.press('F8');
      await refused;
      assert.equal(await page.getByText('Le micro n’est pas').count(), 0, 'no word of a microphone');
      await ready(room);
      await help.waitFor({ state: 'hidden' });
      line.say({ kind: 'line', connected: false });
      await help.waitFor();
    }),
);

test('[DESK-40] a call that the phone did not take is said of the phone', { skip }, () =>
  atPhone({}, async (room) => {
    const { line, page } = room;
    await ready(room);
    line.offer(callFrom(knownCaller(marie)));
    await page.locator('.call').waitFor();
    line.call = null;
    line.say({ kind: 'withdrawn', call: 'call-1', because: 'missed' });
    line.become({ kind: 'away', because: 'missed-offer' });
    await page.getByText('Téléphone sans réponse').waitFor();
    await page.getByText('n’a pas pu être passé sur votre téléphone').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Prêt' }).isDisabled(), false);
    await page.getByRole('button', { name: 'À propos de mon téléphone' }).click();
    await page.getByRole('heading', { name: 'Votre téléphone' }).waitFor();
  }),
);

test('[DESK-25] between two calls the new sound is shown before the next Ready', { skip }, () =>
  inRoom({}, async (room) => {
    const { line, page, address } = room;
    await readyDesk(room);
    line.become({ kind: 'away', because: 'sound-lost' });
    await page.request.put(`${address}/api/positions/position-3/phone`, { data: { phone: PHONE } });
    await page.getByRole('heading', { name: 'Votre téléphone' }).waitFor();
    await page.getByText('Le téléphone était sans son').waitFor();
    await ready(room);
  }),
);

test(
  '[DESK-25] a position that gets a phone in mid-call, and loses it again, changes over and keeps the form',
  { skip },
  () =>
    inRoom({}, async (room) => {
      const { line, page, address } = room;
      line.seatAt(3);
      await page.goto(`${address}/desk`);
      await page.getByRole('button', { name: 'Tout va bien' }).click();
      line.offer(callFrom(knownCaller(marie)));
      line.connect();
      await page.locator('#field-town').fill('Bayeux');
      const give = async (phone: string): Promise<void> => {
        const known = page.waitForResponse('**/api/me');
        await page.request.put(`${address}/api/positions/position-3/phone`, { data: { phone } });
        await known;
      };
      const opened = (): number => line.asked.filter((said) => said === 'POST /api/desk/line').length;
      assert.equal(opened(), 1);
      await give(PHONE);
      assert.equal(await page.locator('#field-town').inputValue(), 'Bayeux');
      await page.locator('#field-town').fill('Bayeux, centre');
      assert.equal(opened(), 1);
      const again = page.waitForResponse('**/api/desk/line');
      await give('');
      await again;
      assert.equal(await page.locator('#field-town').inputValue(), 'Bayeux, centre');
      assert.equal(opened(), 2);
    }),
);

for (const dark of [false, true])
  test(
    `[SCREEN-3] desk and positions with phones have no axe violation, ${dark ? 'dark' : 'light'}`,
    { skip },
    () =>
      atPhone({ dark }, async (room) => {
        const { line, page, address } = room;
        assert.deepEqual(await violations(page), [], 'cannot be rung');
        await ready(room);
        await page.keyboard.press('F7');
        await page.locator('.bar-status[data-kind="away"]').waitFor();
        assert.deepEqual(await violations(page), [], 'away');
        line.signInStaff();
        await page.goto(`${address}/positions`);
        await page.getByText('agent3@192.0.2.4').waitFor();
        assert.deepEqual(await violations(page), [], 'positions');
        await page.getByRole('button', { name: 'Modifier le téléphone de la position 3' }).click();
        await page.getByLabel('Adresse SIP').fill('faux');
        await page.keyboard.press('Enter');
        await page.getByText('Il faut un identifiant').waitFor();
        assert.deepEqual(await violations(page), [], 'form');
      }),
  );

for (const width of [1280, 390])
  test(`[POSITIONS-1] nothing of a phone is cut off at ${width} px`, { skip }, () =>
    atPhone({ width, height: 720 }, async ({ line, page, address }) => {
      assert.equal(await scrollsSideways(page), false, 'desk');
      line.signInStaff();
      for (const position of line.positions)
        position.phone = 'sip:a-long-name-of-an-extension@[2001:db8:17:42::beef]:15060;transport=tcp';
      await page.goto(`${address}/positions`);
      await page.getByRole('button', { name: 'Modifier le téléphone de la position 2' }).click();
      await page.getByLabel('Adresse SIP').waitFor();
      assert.equal(await scrollsSideways(page), false, 'positions');
    }),
  );

test('[POSITIONS-1] a supervisor gives, changes and removes a phone by keyboard', { skip }, () =>
  inRoom({}, async ({ line, page, address }) => {
    line.signInStaff();
    const focused = (): Promise<string | null | undefined> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const phoneOf = (): string | undefined => line.positions[4]?.phone;
    await page.goto(`${address}/positions`);
    await page.getByRole('button', { name: 'Ajouter un téléphone à la position 5' }).press('Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'radio');
    await page.keyboard.press('Tab');
    await page.keyboard.type('agent5@192.0.2.4');
    await page.keyboard.press('Enter');
    await page.getByText('Téléphone enregistré').waitFor();
    assert.equal(phoneOf(), 'sip:agent5@192.0.2.4', 'the word that is always the same may be left out');
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
    assert.equal(await focused(), 'Modifier le téléphone de la position 5');

    await page.keyboard.press('Enter');
    await page.keyboard.type('sip:agent5@192.0.2.5');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
    assert.equal(phoneOf(), 'sip:agent5@192.0.2.4', 'left as it was');

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Retirer' }).press('Enter');
    await page.getByText('Téléphone retiré').waitFor();
    assert.equal(phoneOf(), '');
  }),
);

test('[POSITIONS-2] what cannot be rung is said at the field and changes nothing', { skip }, () =>
  inRoom({}, async ({ line, page, address }) => {
    line.signInStaff();
    await page.goto(`${address}/positions`);
    await page.getByRole('button', { name: 'Ajouter un téléphone à la position 5' }).click();
    const field = page.getByLabel('Adresse SIP');
    for (const wrong of ['', 'telephone.example', 'sip:a@tele_phone.example', 'sip:a@192.0.2.4:70000']) {
      await field.fill(wrong);
      assert.equal(await field.getAttribute('aria-invalid'), 'false');
      await page.keyboard.press('Enter');
      await page.getByText('Cette adresse ne peut pas être appelée').waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await field.evaluate((node) => node === document.activeElement), true);
    }
    assert.equal(
      line.asked.some((said) => said.startsWith('PUT ')),
      false,
    );
  }),
);
