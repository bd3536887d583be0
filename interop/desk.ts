import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { TONE_B_HZ } from './tone.ts';
import { CONTEXT_OPTIONS, launchOptions, pageScript } from './browser.ts';
import { until } from './wait.ts';

const PAGE_LIMIT_MS = 15_000;

interface Seating {
  readonly code: string;
  readonly name: string;
}

/** A volunteer at a position: Chromium with a tone (B if not told) for a microphone, worked by what the screen says. */
export class Desk {
  readonly page: Page;
  /** Everything that the browser keeps. */
  readonly profile: string;
  /** What the page complained of. */
  readonly errors: string[] = [];
  readonly #folder: string;
  readonly #context: BrowserContext;

  /** `within`: words before the program, such as `ip netns exec NAME`. */
  static async open(within: readonly string[] = [], hz = TONE_B_HZ): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-desk-'));
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      ...launchOptions(folder, within, hz),
      ...CONTEXT_OPTIONS,
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(PAGE_LIMIT_MS);
    await context.addInitScript({ content: pageScript() });
    return new Desk(folder, context, context.pages()[0] ?? (await context.newPage()));
  }

  private constructor(folder: string, context: BrowserContext, page: Page) {
    this.#folder = folder;
    this.profile = join(folder, 'profile');
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** From the one-time link to listening for calls. */
  async sitDown(signInLink: string, position: number): Promise<void> {
    await this.page.goto(signInLink);
    await this.page
      .getByRole('button', { name: `Take the seat at position ${position}`, exact: true })
      .click();
    await microphone(this.page);
    await this.#hearOneself();
    await checked(this.page);
    await this.ready();
  }

  /** The same with the code of a position, as volunteers do; a call that waits comes at once. */
  async sitDownByCode(url: string, seat: Seating): Promise<void> {
    await this.#takeSeat(url, seat);
    await microphone(this.page);
    await checked(this.page);
    await this.page.keyboard.press('F8');
  }

  /** And at a position with a desk phone, where no microphone is asked for. */
  async sitDownAtPhone(url: string, seat: Seating): Promise<void> {
    await this.#takeSeat(url, seat);
    await this.page.getByRole('heading', { name: 'Your telephone' }).waitFor();
    await checked(this.page);
    await this.ready();
  }

  async #takeSeat(url: string, { code, name }: Seating): Promise<void> {
    await this.page.goto(`${url}/seat`);
    await this.page.getByLabel('Code of the position').fill(code);
    await this.page.getByLabel('Your first name').fill(name);
    // The screen is in English, which is ticked by itself; most lines of these tests are French.
    await this.page.getByLabel('French', { exact: true }).check();
    await this.page.getByRole('button', { name: 'Sit down' }).click();
  }

  async #visibleText(): Promise<string> {
    return (await this.page.locator('body').innerText()).replaceAll(/\n+/g, '\n');
  }

  async #hearOneself(): Promise<void> {
    await this.page.getByRole('button', { name: 'Hear myself', exact: true }).click();
    await this.waitForTone(TONE_B_HZ);
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await this.forget();
  }

  async ready(): Promise<void> {
    await ready(this.page);
  }

  /** Takes no calls until ready again. */
  async away(): Promise<void> {
    await this.page.keyboard.press('F7');
    await this.page.locator('.bar-status[data-kind="away"]').waitFor();
  }

  get form(): Locator {
    return this.page.getByRole('region', { name: 'Pledge form' });
  }

  field(label: string): Locator {
    return this.form.getByRole('textbox', { name: label });
  }

  /** The form is up and filled in: until then, Enter would stop at the name. */
  async waitForForm(lastName: string): Promise<void> {
    await this.form.waitFor();
    await until(`the form names ${lastName}`, PAGE_LIMIT_MS, async () => {
      return (await this.field('Last name').inputValue()) === lastName;
    });
  }

  /** By keyboard alone, for a donor whom the line knows: the amount, once, a text, and save. */
  async typePledge(euros: number): Promise<void> {
    await this.page.keyboard.type(String(euros));
    // Enter goes on to how often, to how the link is sent, to what is read back, and there it saves.
    for (let step = 0; step < 4; step += 1) await this.page.keyboard.press('Enter');
  }

  /** What was heard of a tone since the page was loaded or told to forget. */
  async heard(hz: number): Promise<{ readonly windows: number; readonly firstAt: number | null }> {
    return this.page.evaluate<{ windows: number; firstAt: number | null }>(`pledgelineHeard(${hz})`);
  }

  async waitForTone(hz: number, limitMs = 8_000): Promise<number> {
    return until(`${hz} Hz is heard at the desk`, limitMs, async () => {
      const { windows, firstAt } = await this.heard(hz);
      return windows >= 20 ? firstAt : null;
    });
  }

  /** Before the next call: what was heard and shown so far counts no more. */
  async forget(): Promise<void> {
    await this.page.evaluate('pledgelineForget(), pledgelineForgetShown()');
  }

  /** When a field's text (or, for `form`, the form) was first painted, in epoch milliseconds; null: never. */
  async shownAt(text: string): Promise<number | null> {
    const shown = await this.page.evaluate<Record<string, number>>('pledgelineShown()');
    return shown[text] ?? null;
  }

  async waitForSaved(): Promise<void> {
    await this.page
      .getByText('Saved ✓')
      .first()
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`never saved; the desk shows:\n${await this.#visibleText()}`, { cause: error });
      });
  }

  async hangUp(): Promise<void> {
    await this.page.keyboard.press('F10');
  }

  /** The network of this browser is gone, its open WebSocket included; `false` brings it back. */
  async cutNetwork(cut: boolean): Promise<void> {
    await this.#context.setOffline(cut);
  }

  /** A screen of the office in the same browser, signed in as this one is. */
  async screen(path: string): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(new URL(path, this.page.url()).href);
    return page;
  }

  /** What the API answers to whoever is signed in here. */
  async get<T>(path: string): Promise<T> {
    const reply = await this.#context.request.get(new URL(path, this.page.url()).href);
    return (await reply.json()) as T;
  }

  /** The same, for a change. */
  async send<T>(method: 'PUT' | 'POST' | 'DELETE', path: string, data?: object): Promise<T> {
    const address = new URL(path, this.page.url()).href;
    const reply = await this.#context.request.fetch(address, { method, ...(data && { data }) });
    if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
    return (await reply.json()) as T;
  }

  /** Ends the browser and keeps what it wrote, to be searched. */
  async closeBrowser(): Promise<void> {
    await this.#context.close();
  }

  async end(): Promise<void> {
    await this.#context.close().catch(() => null);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A browser that has been asked before opens the microphone by itself; one that has not waits for the key. */
export async function microphone(page: Page): Promise<void> {
  const allow = page.getByRole('button', { name: 'Allow the microphone', exact: true });
  const connected = page.getByRole('heading', { name: 'Headset connected' });
  await allow.or(connected).first().waitFor();
  if (await allow.isVisible()) await allow.click();
  await connected.waitFor();
}

export async function checked(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'All is well', exact: true }).click();
}

export async function ready(page: Page): Promise<void> {
  await page.keyboard.press('F8');
  await page.getByText('The next call comes by itself.').first().waitFor();
}
