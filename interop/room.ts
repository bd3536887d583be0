import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@pledgeline/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { CONTEXT_OPTIONS, launchOptions, pageScript } from './browser.ts';
import { checked, microphone, ready } from './desk.ts';
import type { Line } from './line.ts';
import { TONE_A_HZ } from './tone.ts';
import { until } from './wait.ts';

/** What a seat saw of one call, in epoch milliseconds. */
export interface Seen {
  /** The form was on the glass. */
  readonly formAt: number;
  /** Null: not yet. */
  soundAt: number | null;
}

type News =
  | { readonly kind: 'shown'; readonly what: readonly string[]; readonly at: number }
  | { readonly kind: 'heard'; readonly hz: number; readonly at: number };

/** Several volunteers in one browser, each in a session of its own, seated by the code of a position. */
export class Room {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #seats: Seat[] = [];

  static async open(line: Line, positions: readonly Position[]): Promise<Room> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-room-'));
    const room = new Room(folder, await chromium.launch(launchOptions(folder)));
    try {
      for (const position of positions) room.#seats.push(await Seat.take(room.#browser, line, position));
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
  seenOf(number: string): Seen | null {
    return this.#seatOf(number)?.seenOf(number) ?? null;
  }

  /** Once the call of this number is over: ends what follows it, and listens for the next one. */
  async nextAfter(number: string): Promise<void> {
    await this.#seatOf(number)?.next();
  }

  async end(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #seatOf(number: string): Seat | undefined {
    return this.#seats.find((seat) => seat.seenOf(number) !== undefined);
  }
}

class Seat {
  readonly #page: Page;
  /** By the last nine digits of the caller's number; no number calls twice. */
  readonly #calls = new Map<string, Seen>();
  #current: Seen | null = null;
  /** What was seen and heard of a call before its number told whose it is. */
  #earlyFormAt: number | null = null;
  #earlySoundAt: number | null = null;

  static async take(browser: Browser, line: Line, { number, code }: Position): Promise<Seat> {
    const context = await browser.newContext({
      ...CONTEXT_OPTIONS,
      viewport: { width: 1024, height: 700 },
      reducedMotion: 'reduce',
    });
    await context.addInitScript({ content: pageScript() });
    const reply = await context.request.post(`${line.url}/api/seat`, {
      data: { code, name: `Seat ${number}` },
    });
    if (!reply.ok()) throw new Error(`position ${number} was not given: ${await reply.text()}`);
    const page = await context.newPage();
    const seat = new Seat(page);
    await page.exposeFunction('pledgelineTell', (news: News) => seat.#take(news));
    await page.goto(`${line.url}/desk`);
    await microphone(page);
    await checked(page);
    await ready(page);
    return seat;
  }

  private constructor(page: Page) {
    this.#page = page;
  }

  seenOf(number: string): Seen | undefined {
    return this.#calls.get(number.slice(-NATIONAL_DIGITS));
  }

  async next(): Promise<void> {
    await this.#page.getByText('After the call').first().waitFor();
    // What was on its way when the call ended is still heard for a moment.
    await until('silence after a call', SILENCE_LIMIT_MS, async () => {
      await this.#page.evaluate('pledgelineForget()');
      await sleep(TAIL_MS);
      return this.#page.evaluate<boolean>(`pledgelineHeard(${TONE_A_HZ}).windows === 0`);
    });
    this.#earlySoundAt = null;
    // Another call may come at once: nothing is waited for.
    await this.#page.keyboard.press('F8');
  }

  #take(news: News): void {
    if (news.kind === 'shown') this.#takeForm(news.what, news.at);
    else if (news.hz === TONE_A_HZ) this.#takeSound(news.at);
  }

  #takeForm(what: readonly string[], at: number): void {
    if (what.includes('form')) this.#earlyFormAt = at;
    const digits = what
      .map((text) => text.replaceAll(/\D/g, ''))
      .find((text) => text.length > NATIONAL_DIGITS);
    if (digits === undefined) return;
    // A page that is late with its paint says twice what it shows.
    const number = digits.slice(-NATIONAL_DIGITS);
    if (this.#calls.has(number)) return;
    this.#current = { formAt: this.#earlyFormAt ?? at, soundAt: this.#earlySoundAt };
    this.#earlyFormAt = null;
    this.#earlySoundAt = null;
    this.#calls.set(number, this.#current);
  }

  #takeSound(at: number): void {
    if (this.#current?.soundAt === null) this.#current.soundAt = at;
    else this.#earlySoundAt = at;
  }
}

const NATIONAL_DIGITS = 9;
const TAIL_MS = 150;
const SILENCE_LIMIT_MS = 5_000;
