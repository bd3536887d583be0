import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { BrowserContextOptions, LaunchOptions } from 'playwright-core';
import { TONE_B_HZ, writeToneWav } from './tone.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium with a tone for a microphone; what it needs besides is written into the folder. */
export function launchOptions(folder: string, within: readonly string[] = [], hz = TONE_B_HZ): LaunchOptions {
  const microphone = join(folder, 'tone.wav');
  writeToneWav(microphone, { hz, seconds: 55, rate: 48_000 });
  return {
    executablePath: within.length === 0 ? CHROMIUM : wrapper(folder, within),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
    ],
  };
}

export const CONTEXT_OPTIONS = {
  locale: 'en-GB',
  ignoreHTTPSErrors: true,
} satisfies BrowserContextOptions;

/** What listens and watches in each page, from before its first own line (page/listener.ts). */
export const pageScript = (): string =>
  `(() => {${stripTypeScriptTypes(readFileSync(new URL('page/listener.ts', import.meta.url), 'utf8'))}})();`;

/** Playwright starts one program: here a script that starts Chromium where it is wanted. */
function wrapper(folder: string, within: readonly string[]): string {
  const path = join(folder, 'chromium');
  writeFileSync(path, `#!/bin/sh\nexec ${within.join(' ')} ${CHROMIUM} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
