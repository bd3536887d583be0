import { join } from 'node:path';
import { runKeeper } from '../keeper/keeper.ts';
import type { Command } from './command.ts';

export const start: Command = {
  name: 'start',
  usage: '',
  summary: 'starts the line, and keeps it up until Ctrl-C (the same as npm start)',
  internal: false,
  run: ({ settings, environment, root, terminal, stop }) =>
    runKeeper({
      settings: settings(),
      environment,
      terminal,
      stop,
      nowMs: () => performance.now(),
      programs: {
        server: { file: join(root, 'packages/server/src/main.ts'), args: ['server'] },
        media: { file: join(root, 'packages/media/src/main.ts'), args: [] },
      },
    }),
};
