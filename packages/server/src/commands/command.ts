import type { Environment, Settings } from '../settings.ts';
import type { Terminal } from '../keeper/terminal.ts';

/** What `pledgeline NAME …` does. */
export interface Command {
  readonly name: string;
  /** What follows the name, for the list of commands. */
  readonly usage: string;
  readonly summary: string;
  /** For other parts of Pledgeline, not for people: left out of the list. */
  readonly internal: boolean;
  /** Answers with the exit code: 0 done, 1 not done and said why, 2 not understood. Throws StartFault for 1. */
  run(context: CommandContext): Promise<number>;
}

export interface CommandContext {
  readonly args: readonly string[];
  readonly environment: Environment;
  /** The clone. */
  readonly root: string;
  readonly terminal: Terminal;
  /** Throws StartFault with a sentence for each setting that is wrong. */
  readonly settings: () => Settings;
  /** Aborted by Ctrl-C, by whoever ends the service, or with the terminal. */
  readonly stop: AbortSignal;
}

export const NOT_UNDERSTOOD = 2;
