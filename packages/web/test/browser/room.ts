import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { promisify } from 'node:util';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { FakeLine } from './fake-line.ts';

const CHROMIUM = '/usr/bin/chromium';
export const NEEDS_CHROMIUM = existsSync(CHROMIUM) ? false : 'needs chromium: apt-get install chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
];
/** What has not come by then does not come, on a machine that does much else as well. */
const ANSWER_WITHIN_MS = 30_000;
const web = join(import.meta.dirname, '../..');

/** The screens as they are built for users, in a folder of the test's own. */
export async function buildScreens(): Promise<{ readonly root: string; readonly end: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'pledgeline-web-'));
  const vite = join(web, '../../node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', root, '--emptyOutDir'], {
    cwd: web,
  });
  return { root, end: () => rm(root, { recursive: true, force: true }) };
}

/** A volunteer's browser in front of a fake line; the far end of its sound is another page of the same browser. */
export interface Room {
  readonly line: FakeLine;
  readonly page: Page;
  readonly browser: BrowserContext;
  readonly address: string;
  readonly end: () => Promise<void>;
}

export interface RoomWishes {
  readonly root: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

export async function openRoom({
  root,
  width = 1366,
  height = 768,
  dark = false,
}: RoomWishes): Promise<Room> {
  const line = new FakeLine(root);
  const address = await line.open();
  const profile = await mkdtemp(join(tmpdir(), 'pledgeline-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: FLAGS,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'fr-FR',
    permissions: ['microphone'],
  });
  const far = browser.pages()[0] ?? (await browser.newPage());
  await far.goto(`${address}/tally.svg`);
  line.answers = (offer) => far.evaluate(answerOffer, offer);
  browser.setDefaultTimeout(ANSWER_WITHIN_MS);
  const page = await browser.newPage();
  const end = async (): Promise<void> => {
    await browser.close();
    await line.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { line, page, browser, address, end };
}

/** What a test does in a room of its own, in which the screens look as wished. */
type InRoom = (wishes: Omit<RoomWishes, 'root'>, visit: (room: Room) => Promise<void>) => Promise<void>;

/** For a file of tests: the screens are built before the first, and each test has a room until it is over. */
export function rooms(): InRoom {
  let screens: Awaited<ReturnType<typeof buildScreens>>;
  before(async () => {
    if (NEEDS_CHROMIUM === false) screens = await buildScreens();
  });
  after(async () => {
    if (NEEDS_CHROMIUM === false) await screens.end();
  });
  return async (wishes, visit) => {
    const room = await openRoom({ root: screens.root, ...wishes });
    try {
      await visit(room);
    } finally {
      await room.end();
    }
  };
}

/** Whether something lies beyond the edge. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Where PICTURES names a folder, keeps how a screen looks. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Runs in the far page: takes the offer as the line's media would, and sends the microphone of the page itself. */
async function answerOffer(offer: string): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const connection = new RTCPeerConnection();
  Object.assign(globalThis, { connection });
  await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  await connection.setLocalDescription();
  await new Promise<void>((resolve) => {
    if (connection.iceGatheringState === 'complete') resolve();
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
  });
  return connection.localDescription?.sdp ?? '';
}

/** Seated, the sound open, Ready: as before every call. */
export async function readyDesk(room: Room): Promise<void> {
  room.line.seatAt(3);
  await room.page.goto(`${room.address}/desk`);
  await room.page.getByRole('button', { name: 'Tout va bien' }).click();
  await room.page.getByRole('button', { name: 'Prêt' }).click();
  await room.page.locator('.bar-status[data-kind="free"]').waitFor();
}
