import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EMBEDDED_DEFAULTS, EmbeddedMedia, type EmbeddedSettings } from '../../src/engine/embedded.ts';
import { MediaClient, mediaProgram } from '../../src/index.ts';
import type { Media, MediaEvent } from '../../src/port.ts';

export interface OpenEngine {
  readonly media: Media;
  readonly close: () => Promise<void>;
}

/** Each engine under test has its own ports, so that files may run side by side. */
let nextPort = 31_000 + (process.pid % 300) * 30;

export function testSettings(changed: Partial<EmbeddedSettings> = {}): EmbeddedSettings {
  const min = nextPort;
  nextPort += 20;
  return {
    ...EMBEDDED_DEFAULTS,
    addresses: ['127.0.0.1'],
    rtpPorts: { min, max: min + 19 },
    lookEveryMs: 50,
    ...changed,
  };
}

/** An engine that is closed when its test is over, and all that it tells. */
export function openEngine(
  t: TestContext,
  changed: Partial<EmbeddedSettings> = {},
): { readonly media: EmbeddedMedia; readonly events: MediaEvent[] } {
  const media = new EmbeddedMedia(testSettings(changed));
  t.after(() => media.close());
  const events: MediaEvent[] = [];
  media.listen((event) => events.push(event));
  return { media, events };
}

/** Where nobody listens. */
export const NOWHERE = { address: '127.0.0.1', port: 9 } as const;

export async function openEmbedded(changed: Partial<EmbeddedSettings> = {}): Promise<OpenEngine> {
  const media = new EmbeddedMedia(testSettings(changed));
  return { media, close: async () => media.close() };
}

export interface MediaProcess {
  readonly socketPath: string;
  readonly child: ChildProcess;
  /** Resolves with the exit code (null: killed). */
  readonly ended: Promise<number | null>;
}

export function socketFolder(): { readonly socketPath: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'media-'));
  return {
    socketPath: join(folder, 'media.sock'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the program and waits until it listens. */
export async function startProcess(socketPath: string, args: readonly string[] = []): Promise<MediaProcess> {
  const { min, max } = testSettings().rtpPorts;
  const child = spawn(
    process.execPath,
    [fileURLToPath(mediaProgram), '--socket', socketPath, '--rtp-ports', `${min}-${max}`, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    void ended.then((code) => reject(new Error(`the media process ended with ${code}`)));
  });
  return { socketPath, child, ended };
}

/** The same engine behind its process and the client. */
export async function openThroughProcess(): Promise<OpenEngine> {
  const { socketPath, remove } = socketFolder();
  const { child, ended } = await startProcess(socketPath);
  const media = new MediaClient({ socketPath });
  return {
    media,
    async close() {
      media.close();
      child.kill('SIGTERM');
      await ended;
      remove();
    },
  };
}
