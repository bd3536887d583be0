import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { failed, ok, unreachable, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import type { Media, MediaEvent } from '../port.ts';
import { Lines } from './lines.ts';
import { inOneWrite } from './one-write.ts';
import { PROTOCOL, readRequest, writeLine, type Command, type Hello, type Said } from './protocol.ts';
import { isAlive } from './alive.ts';

/** What happened while nobody listened; more than this, and the oldest is forgotten. */
const UNHEARD_EVENTS_MAX = 1000;

export interface HostSelf {
  /** Another one for every process: whoever sees another one knows that the sessions are gone. */
  readonly id: string;
  readonly complain: (sentence: string) => void;
}

/** Lets other processes use an engine over a Unix socket. */
export class MediaHost {
  readonly #media: Media;
  readonly #path: string;
  readonly #complain: (sentence: string) => void;
  readonly #hello: Hello;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  #listener: Socket | null = null;
  #unheard: MediaEvent[] = [];

  constructor(media: Media, path: string, self: HostSelf) {
    this.#media = media;
    this.#path = path;
    this.#complain = self.complain;
    this.#hello = { hello: 'pledgeline-media', protocol: PROTOCOL, process: self.id, pid: process.pid };
    this.#server = createServer((connection) => this.#welcome(connection));
    media.listen((event) => this.#tell(event));
  }

  /** Opens the socket. A file that a dead process has left is replaced; a living process is not. */
  async open(): Promise<Result<null, 'ANOTHER_IS_RUNNING'>> {
    if (await isAlive(this.#path)) return failed('ANOTHER_IS_RUNNING');
    rmSync(this.#path, { force: true });
    // For this user alone from the first moment on; the mode is set again in case the mask did not reach it.
    const mask = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(this.#path, resolve);
      });
    } finally {
      process.umask(mask);
    }
    chmodSync(this.#path, 0o600);
    this.#server.on('error', () => {});
    return ok(null);
  }

  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
    rmSync(this.#path, { force: true });
  }

  #welcome(connection: Socket): void {
    if (this.#connections.size >= LIMITS.connectionsMax) {
      const [oldest] = this.#connections;
      oldest?.destroy();
    }
    this.#connections.add(connection);
    const lines = new Lines(LIMITS.requestCharactersMax);
    connection.setEncoding('utf8');
    connection.on('error', () => {});
    connection.on('close', () => {
      this.#connections.delete(connection);
      if (this.#listener === connection) this.#listener = null;
    });
    connection.on('data', (text: string) => {
      const whole = lines.take(text);
      if (whole === null) connection.destroy();
      else for (const line of whole) void this.#take(connection, line);
    });
    say(connection, this.#hello);
  }

  async #take(connection: Socket, line: string): Promise<void> {
    const request = readRequest(line);
    if (!request.ok) return say(connection, { bad: request.failure });
    const { id, command } = request.value;
    if (command.kind === 'listen') {
      say(connection, { id, result: ok(null) });
      return this.#listen(connection);
    }
    // The answer says which lines are up: older news of them would take it back.
    if (command.kind === 'sessions') this.#unheard = this.#unheard.filter(({ kind }) => !isOfLine(kind));
    say(connection, { id, result: await this.#perform(command) });
  }

  async #perform(command: Exclude<Command, { kind: 'listen' }>): Promise<Result<unknown, string>> {
    try {
      return await perform(this.#media, command);
    } catch (error) {
      // One broken request must not end the sound of everybody else.
      this.#complain(`a request failed (${command.kind}): ${error instanceof Error ? error.message : ''}`);
      return failed('NO_SUCH_SESSION');
    }
  }

  #listen(connection: Socket): void {
    this.#listener = connection;
    const unheard = this.#unheard;
    this.#unheard = [];
    for (const event of unheard) this.#tell(event);
  }

  #tell(event: MediaEvent): void {
    if (this.#listener !== null) return say(this.#listener, { event });
    this.#unheard.push(event);
    if (this.#unheard.length > UNHEARD_EVENTS_MAX) this.#unheard.shift();
  }
}

const isOfLine = (kind: MediaEvent['kind']): boolean => kind === 'line-up' || kind === 'line-lost';

function say(connection: Socket, said: Said): void {
  if (connection.destroyed) return;
  if (connection.writableLength > LIMITS.unreadBytesMax) connection.destroy();
  else {
    inOneWrite(connection);
    connection.write(writeLine(said));
  }
}

async function perform(
  media: Media,
  command: Exclude<Command, { kind: 'listen' }>,
): Promise<Result<unknown, string>> {
  switch (command.kind) {
    case 'open-leg':
      return media.openLeg(command.leg);
    case 'open-line':
      return media.openLine(command);
    case 'open-phone-line':
      return media.openPhoneLine(command);
    case 'aim-phone-line':
      return media.aimPhoneLine(command);
    case 'rest-phone-line':
      return ok(await media.restPhoneLine(command.agent));
    case 'bridge':
      return media.bridge(command);
    case 'join':
      return media.join(command);
    case 'unbridge':
      return ok(await media.unbridge(command.call));
    case 'consult':
      return media.consult(command);
    case 'unconsult':
      return ok(await media.unconsult(command.agent));
    case 'monitor':
      return media.monitor(command);
    case 'unmonitor':
      return ok(await media.unmonitor(command.agent));
    case 'play':
      return media.play(command);
    case 'set-prompt':
      return media.setPrompt({
        prompt: command.prompt,
        wav: command.wav === null ? null : Buffer.from(command.wav, 'base64'),
      });
    case 'silence':
      return ok(await media.silence(command.to));
    case 'echo':
      return media.echo(command);
    case 'close-leg':
      return ok(await media.closeLeg(command.call));
    case 'close-line':
      return ok(await media.closeLine(command.agent));
    case 'renew':
      return ok(await media.renew(command.leaseMs));
    case 'sessions':
      return media.sessions();
    default:
      return unreachable(command);
  }
}
