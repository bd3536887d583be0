import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@pledgeline/contract';
import { chromium, type Browser, type Page } from 'playwright-core';
import { CONTEXT_OPTIONS, launchOptions, pageScript } from './browser.ts';
import { checked, microphone, ready } from './desk.ts';
import type { Line } from './line.ts';
import { TONE_A_HZ } from './tone.ts';

/** What a seat saw of its last call, in epoch milliseconds; null: nothing yet. */
export interface Seen {
  readonly formAt: number | null;
  readonly soundAt: number | null;
}

/** Several volunteers in one browser, each in a session of its own, seated by the code of a position. */
export class Room {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #seats: Page[] = [];

  static async open(line: Line, positions: readonly Position[]): Promise<Room> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-room-'));
    const room = new Room(folder, await chromium.launch(launchOptions(folder)));
    try {
      for (const position of positions) await room.#seat(line, position);
      return room;
    } catch (error) {
      await room.end();
      throw error;
    }
  }

  private constructor(folder: string, browser: Browser) {
    this.#folder = folder;
    this.#browser = browser;
  }

  /** What was seen at the seat whose form shows this caller's number, or null where none does. */
  async seenOf(number: string): Promise<Seen | null> {
    const seats = await Promise.all(this.#seats.map((page) => seenAt(page, number)));
    return seats.find((seen) => seen !== null) ?? null;
  }

  /** Ends what follows the call of this number, and listens for the next one. */
  async nextAfter(number: string): Promise<void> {
    for (const page of this.#seats) {
      if ((await seenAt(page, number)) === null) continue;
      await ready(page);
      await page.evaluate('pledgelineForget(), pledgelineForgetShown()');
    }
  }

  async end(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #seat(line: Line, { number, code }: Position): Promise<void> {
    const context = await this.#browser.newContext({
      ...CONTEXT_OPTIONS,
      viewport: { width: 1024, height: 700 },
    });
    await context.addInitScript({ content: pageScript() });
    const reply = await context.request.post(`${line.url}/api/seat`, {
      data: { code, name: `Seat ${number}` },
    });
    if (!reply.ok()) throw new Error(`position ${number} was not given: ${await reply.text()}`);
    const page = await context.newPage();
    await page.goto(`${line.url}/desk`);
    await microphone(page);
    await checked(page);
    await ready(page);
    this.#seats.push(page);
  }
}

async function seenAt(page: Page, number: string): Promise<Seen | null> {
  const shown = await page.evaluate<Record<string, number>>('pledgelineShown()');
  const shows = Object.keys(shown).some((text) => text.replaceAll(/\D/g, '').endsWith(number.slice(-9)));
  if (!shows) return null;
  const { firstAt } = await page.evaluate<{ firstAt: number | null }>(`pledgelineHeard(${TONE_A_HZ})`);
  return { formAt: shown['form'] ?? null, soundAt: firstAt };
}
