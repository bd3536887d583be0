import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../../settings-table.ts';
import { clean } from './clean.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel | 'silent';
  /** Where the lines go; standard output, which the keeper keeps in files, when not given. */
  readonly destination?: DestinationStream;
}

/**
 * One line of JSON for each thing worth knowing. Every argument is cleaned before it is formatted, whoever logs:
 * pino's own `redact` knows paths, and a path that nobody thought of is where a number gets through.
 */
export function openLog({ level, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const subject = first instanceof Error ? { err: first } : first;
          const cleaned = [subject, ...rest].map((argument) => clean(argument));
          method.apply(this, cleaned as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
