/** Where Pledgeline begins, whichever part of it: the only file that reads the environment. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './commands/table.ts';
import { terminalOf } from './keeper/terminal.ts';
import { readSettings } from './settings.ts';
import { StartFault } from './start-fault.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const terminal = terminalOf({ out: process.stdout, err: process.stderr });
const stop = new AbortController();
// Asked twice is asked once: a terminal tells us, and so does the npm that started us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

const [name, ...args] = process.argv.slice(2);
try {
  process.exitCode = await runCommand(name, {
    args,
    environment: process.env,
    root,
    terminal,
    stop: stop.signal,
    settings: () => {
      const read = readSettings(process.env, root);
      if (read.ok) return read.value;
      throw new StartFault(read.failure.join('\n'));
    },
  });
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  terminal.complain(error.sentence);
  process.exitCode = 1;
}
// Whatever a library still holds open must not keep what has ended from ending.
process.exit();
