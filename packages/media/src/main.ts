/** The media process: it lives on while servers come and go, and ends on SIGTERM. */
import { randomUUID } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedMedia } from './engine/embedded.ts';
import { canBind } from './engine/ports.ts';
import { endPeers } from './engine/peer.ts';
import { readArguments, USAGE } from './process/arguments.ts';
import { MediaHost } from './process/host.ts';

/** The library's threads end within milliseconds, or hang. */
const ENDING_MS_MAX = 1500;

const complain = (sentence: string): void => void process.stderr.write(`media: ${sentence}\n`);

function refuse(sentence: string): never {
  complain(sentence);
  process.exit(1);
}

const settings = readArguments(process.argv.slice(2));
if (!settings.ok) refuse(`${settings.failure}\n${USAGE}`);

for (const address of settings.value.addresses) {
  if (!(await canBind(address, 0))) refuse(`--address: ${address} is not an address of this machine`);
}
if (
  settings.value.icePort !== null &&
  !(await canBind(settings.value.addresses[0] ?? '', settings.value.icePort))
) {
  refuse(`--ice-port: ${settings.value.icePort} is taken`);
}

// Whoever read our output may be gone; the sound is not for that reason.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.on('uncaughtException', (error) => complain(`a bug, survived: ${error.stack ?? error.message}`));

// Sound cannot wait for anybody else on this machine. Where this is not allowed (only root may), it is as it was.
try {
  setPriority(constants.priority.PRIORITY_HIGH);
} catch {
  // The service's own file may say it then: Nice=-7.
}

const engine = new EmbeddedMedia(settings.value);
const host = new MediaHost(engine, settings.value.socketPath, { id: randomUUID(), complain });

try {
  const opened = await host.open();
  if (!opened.ok) refuse(`another media process answers at ${settings.value.socketPath}`);
} catch (error) {
  refuse(
    `the socket ${settings.value.socketPath} cannot be opened: ${error instanceof Error ? error.message : ''}`,
  );
}

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  host.close();
  engine.close();
  setTimeout(() => process.exit(0), ENDING_MS_MAX).unref();
  // Connections say goodbye on the library's threads before these are ended.
  await pause(50);
  endPeers();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
process.stdout.write(`media: listening at ${settings.value.socketPath}\n`);
