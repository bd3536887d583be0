import { call } from './call.ts';
import { check } from './check.ts';
import type { Command, CommandContext } from './command.ts';
import { NOT_UNDERSTOOD } from './command.ts';
import { evening } from './evening.ts';
import { importFile } from './import.ts';
import { replay } from './replay.ts';
import { server } from './server.ts';
import { start } from './start.ts';

const COMMANDS: readonly Command[] = [start, call, evening, replay, importFile, check, server];

export async function runCommand(name: string | undefined, context: CommandContext): Promise<number> {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found.run(context);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    for (const line of commandList()) context.terminal.say(line);
    return name === undefined ? NOT_UNDERSTOOD : 0;
  }
  for (const line of [`Pledgeline has no command "${name}".`, '', ...commandList()])
    context.terminal.complain(line);
  return NOT_UNDERSTOOD;
}

function commandList(): readonly string[] {
  const shown = COMMANDS.filter((command) => !command.internal);
  const calls = shown.map((command) => `npx pledgeline ${command.name} ${command.usage}`.trim());
  const width = Math.max(...calls.map((one) => one.length));
  return shown.map((command, at) => `  ${(calls[at] ?? '').padEnd(width)}  ${command.summary}`);
}
