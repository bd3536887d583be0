/** A keeper as `pledgeline start` runs it, over a server and a media process that only do what the test asks. */
import { join } from 'node:path';
import { runKeeper } from '../../../src/keeper/keeper.ts';
import { terminalOf } from '../../../src/keeper/terminal.ts';
import { readSettings } from '../../../src/settings.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
const settings = readSettings(process.env, '/');
if (!settings.ok) throw new Error(settings.failure.join('\n'));
process.exitCode = await runKeeper({
  settings: settings.value,
  environment: process.env,
  terminal: terminalOf({ out: process.stdout, err: process.stderr }),
  stop: stop.signal,
  nowMs: () => performance.now(),
  programs: {
    server: { file: join(import.meta.dirname, 'server.ts'), args: [] },
    media: { file: join(import.meta.dirname, 'media.ts'), args: [] },
  },
});
process.exit();
