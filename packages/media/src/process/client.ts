import { createConnection, type Socket } from 'node:net';
import { failed, type AgentId, type CallId, type PromptName, type Result } from '@pledgeline/core';
import { LIMITS } from '../limits.ts';
import type {
  End,
  LegRequest,
  LegSound,
  Media,
  MediaEvent,
  MediaFault,
  MediaSessions,
  MonitorRequest,
  PhoneAim,
  PhoneLineRequest,
  PlayRequest,
  PromptRecording,
} from '../port.ts';
import { Lines } from './lines.ts';
import { inOneWrite } from './one-write.ts';
import { parse, PROTOCOL, type Command } from './protocol.ts';
import { Requests, type Answer } from './requests.ts';

export interface MediaClientSettings {
  readonly socketPath: string;
  /** How long a request may take, the time until the process is there again included. */
  readonly requestMs?: number;
  readonly reconnectMs?: number;
}

type State =
  | { readonly kind: 'closed' }
  | { readonly kind: 'away'; readonly timer: NodeJS.Timeout | undefined }
  | { readonly kind: 'connecting'; readonly socket: Socket }
  | { readonly kind: 'there'; readonly socket: Socket };

/**
 * The media process, used as if it were here. It connects by itself for as long as it is not closed. A request whose
 * answer was cut off is asked again (each may be asked twice); one that gets none in time fails with MEDIA_AWAY.
 */
export class MediaClient implements Media {
  readonly #path: string;
  readonly #reconnectMs: number;
  readonly #requests: Requests;
  #state: State = { kind: 'away', timer: undefined };
  /** The process whose sessions are known here. */
  #process: string | null = null;
  #lost = false;
  /** In base64; null: the shipped one. */
  readonly #recordings = new Map<PromptName, string | null>();
  #hear: ((event: MediaEvent) => void) | null = null;

  constructor(settings: MediaClientSettings) {
    this.#path = settings.socketPath;
    this.#reconnectMs = settings.reconnectMs ?? 100;
    this.#requests = new Requests(settings.requestMs ?? 3000);
    this.#connect();
  }

  /** Whether the process answers at this moment. */
  get there(): boolean {
    return this.#state.kind === 'there';
  }

  close(): void {
    const state = this.#state;
    this.#state = { kind: 'closed' };
    if (state.kind === 'away') clearTimeout(state.timer);
    else if (state.kind !== 'closed') state.socket.destroy();
    this.#requests.close();
  }

  listen(hear: (event: MediaEvent) => void): void {
    const first = this.#hear === null;
    this.#hear = hear;
    if (first && this.#state.kind === 'there') void this.#ask({ kind: 'listen' });
  }

  openLeg(leg: LegRequest): Promise<Result<LegSound, MediaFault>> {
    return this.#ask<LegSound>({ kind: 'open-leg', leg });
  }

  openLine(line: {
    readonly agent: AgentId;
    readonly offer: string;
  }): Promise<Result<{ readonly answer: string }, MediaFault>> {
    if (line.offer.length > LIMITS.offerCharactersMax) return Promise.resolve(failed('BAD_OFFER'));
    return this.#ask<{ readonly answer: string }>({ kind: 'open-line', ...line });
  }

  openPhoneLine(line: PhoneLineRequest): Promise<Result<LegSound, MediaFault>> {
    return this.#ask<LegSound>({ kind: 'open-phone-line', ...line });
  }

  aimPhoneLine(aim: PhoneAim): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'aim-phone-line', ...aim });
  }

  async restPhoneLine(agent: AgentId): Promise<void> {
    await this.#ask({ kind: 'rest-phone-line', agent });
  }

  bridge(ends: { readonly call: CallId; readonly agent: AgentId }): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'bridge', ...ends });
  }

  join(ends: { readonly call: CallId; readonly other: CallId }): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'join', ...ends });
  }

  async unbridge(call: CallId): Promise<void> {
    await this.#ask({ kind: 'unbridge', call });
  }

  consult(ends: { readonly agent: AgentId; readonly other: AgentId }): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'consult', ...ends });
  }

  async unconsult(agent: AgentId): Promise<void> {
    await this.#ask({ kind: 'unconsult', agent });
  }

  monitor(request: MonitorRequest): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'monitor', ...request });
  }

  async unmonitor(agent: AgentId): Promise<void> {
    await this.#ask({ kind: 'unmonitor', agent });
  }

  play(request: PlayRequest): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'play', ...request });
  }

  /** Kept, and given to every process that comes: while it is away the answer is MEDIA_AWAY, and no more is to be done. */
  setPrompt({ prompt, wav }: PromptRecording): Promise<Result<null, MediaFault>> {
    const inBase64 = wav === null ? null : Buffer.from(wav).toString('base64');
    this.#recordings.set(prompt, inBase64);
    if (!this.there) return Promise.resolve(failed('MEDIA_AWAY'));
    return this.#ask<null>({ kind: 'set-prompt', prompt, wav: inBase64 });
  }

  async silence(to: End): Promise<void> {
    await this.#ask({ kind: 'silence', to });
  }

  echo(request: { readonly agent: AgentId; readonly on: boolean }): Promise<Result<null, MediaFault>> {
    return this.#ask<null>({ kind: 'echo', ...request });
  }

  async closeLeg(call: CallId): Promise<void> {
    await this.#ask({ kind: 'close-leg', call });
  }

  async closeLine(agent: AgentId): Promise<void> {
    await this.#ask({ kind: 'close-line', agent });
  }

  async renew(leaseMs: number): Promise<void> {
    await this.#ask({ kind: 'renew', leaseMs });
  }

  sessions(): Promise<Result<MediaSessions, MediaFault>> {
    return this.#ask<MediaSessions>({ kind: 'sessions' });
  }

  /** The process is of this very package: what it answers to a command has the command's type. */
  async #ask<Value>(command: Command): Promise<Result<Value, MediaFault>> {
    const answer = await this.#requests.ask(command, (line) => {
      if (this.#state.kind !== 'there') return;
      inOneWrite(this.#state.socket);
      this.#state.socket.write(line);
    });
    return answer as Result<Value, MediaFault>;
  }

  #connect(): void {
    const socket = createConnection(this.#path);
    const lines = new Lines(LIMITS.requestCharactersMax * 4);
    this.#state = { kind: 'connecting', socket };
    socket.setEncoding('utf8');
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody holds the socket: the process that had the sessions is dead, not slow.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') this.#lose();
    });
    socket.on('close', () => this.#away());
    socket.on('data', (text: string) => {
      const whole = lines.take(text);
      if (whole === null) socket.destroy();
      else for (const line of whole) this.#take(socket, line);
    });
  }

  #away(): void {
    if (this.#state.kind === 'closed') return;
    this.#state = { kind: 'away', timer: setTimeout(() => this.#connect(), this.#reconnectMs) };
  }

  #take(socket: Socket, line: string): void {
    const said = parse(line);
    if (said === null || this.#state.kind === 'closed') return;
    if (said['hello'] === 'pledgeline-media') this.#greeted(socket, said);
    else if ('event' in said) this.#hear?.(said['event'] as MediaEvent);
    else if (typeof said['id'] === 'number') this.#requests.answered(said['id'], said['result'] as Answer);
  }

  #greeted(socket: Socket, hello: { readonly [name: string]: unknown }): void {
    const { protocol, process } = hello;
    // Another version is another release's process: the keeper is about to replace it.
    if (protocol !== PROTOCOL || typeof process !== 'string') return void socket.destroy();
    if (this.#process !== null && this.#process !== process) this.#lose();
    this.#process = process;
    this.#state = { kind: 'there', socket };
    for (const line of this.#requests.unanswered()) socket.write(line);
    // Before anybody is played to again, so that whoever is on hold hears the charity's voice and not the shipped one.
    for (const [prompt, wav] of this.#recordings) void this.#ask({ kind: 'set-prompt', prompt, wav });
    if (this.#lost) {
      this.#lost = false;
      this.#hear?.({ kind: 'media-back' });
    }
    if (this.#hear !== null) void this.#ask({ kind: 'listen' });
  }

  /** Told once for each process that was lost. */
  #lose(): void {
    if (this.#process === null || this.#lost) return;
    this.#lost = true;
    this.#process = null;
    this.#hear?.({ kind: 'media-lost' });
  }
}
