import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { TONE_B_HZ, writeToneWav } from './tone.ts';
import { until } from './wait.ts';

const PAGE_LIMIT_MS = 15_000;

/** A volunteer at a position: Chromium with tone B for a microphone, worked by what the screen says. */
export class Desk {
  readonly page: Page;
  /** Everything that the browser keeps. */
  readonly profile: string;
  /** What the page complained of. */
  readonly errors: string[] = [];
  readonly #folder: string;
  readonly #context: BrowserContext;

  /** `within`: words before the program, such as `ip netns exec NAME`. */
  static async open(within: readonly string[] = []): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-desk-'));
    const microphone = join(folder, 'tone-b.wav');
    writeToneWav(microphone, { hz: TONE_B_HZ, seconds: 55, rate: 48_000 });
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: within.length === 0 ? '/usr/bin/chromium' : wrapper(folder, within),
      headless: true,
      locale: 'en-GB',
      ignoreHTTPSErrors: true,
      permissions: ['microphone'],
      viewport: { width: 1440, height: 900 },
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}`,
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
      ],
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
    await this.checkHeadset();
    await this.ready();
  }

  async checkHeadset(): Promise<void> {
    await this.#button('Allow the microphone').click();
    await this.#button('All is well').click();
  }

  async ready(): Promise<void> {
    await this.page.keyboard.press('F8');
    await this.page.getByText('The next call comes by itself.').first().waitFor();
  }

  get form(): Locator {
    return this.page.getByRole('region', { name: 'Pledge form' });
  }

  field(label: string): Locator {
    return this.form.getByRole('textbox', { name: label });
  }

  async waitForForm(): Promise<void> {
    await this.form.waitFor();
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
    await this.page.getByText('Saved ✓').first().waitFor();
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

  /** Ends the browser and keeps what it wrote, to be searched. */
  async closeBrowser(): Promise<void> {
    await this.#context.close();
  }

  async end(): Promise<void> {
    await this.#context.close().catch(() => null);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

const pageScript = (): string =>
  `(() => {${stripTypeScriptTypes(readFileSync(new URL('page/listener.ts', import.meta.url), 'utf8'))}})();`;

/** Playwright starts one program: here a script that starts Chromium where it is wanted. */
function wrapper(folder: string, within: readonly string[]): string {
  const path = join(folder, 'chromium');
  writeFileSync(path, `#!/bin/sh\nexec ${within.join(' ')} /usr/bin/chromium "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
