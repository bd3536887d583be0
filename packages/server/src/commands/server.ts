import { flushCompileCache } from 'node:module';
import { linkOver, ownChannel } from '../keeper/ipc-link.ts';
import { StartFault } from '../start-fault.ts';
import type { Command } from './command.ts';

/** The server process, as the keeper starts it: it reports to the keeper and ends with it. */
export const server: Command = {
  name: 'server',
  usage: '--line DATA_DIR',
  summary: 'the process that the keeper runs',
  internal: true,
  run: async ({ settings, stop, terminal }) => {
    if (process.send === undefined) {
      throw new StartFault('The server is started by its keeper: type "npm start".');
    }
    const channel = ownChannel(process);
    const link = linkOver(channel);
    const asked = new Promise<void>((resolve) => {
      link.onStop(resolve);
      stop.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      // What only this command needs is loaded for it alone: the others start sooner.
      const { runServer } = await import('../server.ts');
      const running = await runServer({ settings: settings(), keeper: link });
      link.ready(running.readyLines);
      // Node writes it at the end of a process, and a crash has none.
      flushCompileCache();
      await asked;
      await running.stop();
      return 0;
    } catch (error) {
      if (!(error instanceof StartFault)) throw error;
      terminal.complain(error.sentence);
      await channel.sendAndFlush({ kind: 'failed', sentence: error.sentence });
      return 1;
    }
  },
};
