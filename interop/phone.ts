import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeTcpPort } from './ports.ts';
import { readWav, TONE_A_HZ, TONE_B_HZ, writeToneWav, type Sound } from './tone.ts';
import { until } from './wait.ts';

/** What baresip tells of its call: CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED and others; `param` says why. */
export interface PhoneEvent {
  readonly type: string;
  readonly param: string;
}

export interface PhoneSetting {
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** As the carrier shows it: E.164 or national digits. */
  readonly number: string;
  /** Over TLS: file with the authority that the line's certificate must come from. */
  readonly authority?: string;
  /** Where its packets come from. */
  readonly address?: string;
  /** It is a desk phone that registers here, with `number` for its name, and picks up by itself. */
  readonly registers?: { readonly address: string; readonly port: number; readonly password: string };
  /** What it plays into the call; without it, tone A, or tone B where it answers. */
  readonly toneHz?: number;
  /** The port that it listens at; without it, any. */
  readonly port?: number;
  /** A desk phone: it answers by itself and says tone B, as a volunteer would. */
  readonly answers?: boolean;
}

/** baresip sends a key for a tenth of a second, and takes the next one after it. */
const KEY_MS = 300;

/** A donor's telephone, or a volunteer's: baresip, which plays its tone into each call and records what it hears. */
export class Phone {
  readonly #folder: string;
  readonly #program: ChildProcess;
  readonly #control: Socket;
  readonly #events: PhoneEvent[] = [];

  static async open(setting: PhoneSetting): Promise<Phone> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-phone-'));
    const controlPort = await freeTcpPort();
    writeFolder(folder, setting, controlPort);
    const program = spawn('baresip', ['-4', '-f', folder], { stdio: ['ignore', 'ignore', 'ignore'] });
    const control = await until('baresip takes commands', 10_000, () => tryConnect(controlPort));
    return new Phone({ folder, program, control });
  }

  private constructor(parts: {
    readonly folder: string;
    readonly program: ChildProcess;
    readonly control: Socket;
  }) {
    this.#folder = parts.folder;
    this.#program = parts.program;
    this.#control = parts.control;
    let unread = '';
    parts.control.setEncoding('utf8').on('data', (text: string) => {
      unread = takeNetstrings(unread + text, (line) => this.#take(line));
    });
  }

  dial(to: { readonly number: string; readonly address: string; readonly port: number }): void {
    const uri = `sip:${to.number}@${to.address}:${to.port}`;
    this.#say({ command: 'dial', params: uri });
  }

  hangUp(): void {
    this.#say({ command: 'hangup' });
  }

  /** Nothing is heard or said until it is resumed: a re-INVITE each. */
  hold(): void {
    this.#say({ command: 'hold' });
  }

  resume(): void {
    this.#say({ command: 'resume' });
  }

  /** One after the other, as RFC 4733 tells them, with the pause of a finger between two. */
  async keys(keys: string): Promise<void> {
    for (const key of keys) {
      this.#say({ command: 'sndcode', params: key });
      await pause(KEY_MS);
    }
  }

  /** Hands its call on, by REFER. */
  transfer(to: string): void {
    this.#say({ command: 'transfer', params: to });
  }

  /** Waits for an event of this call, or takes the one that came. */
  async sees(type: string, limitMs: number): Promise<PhoneEvent> {
    return until(`the phone tells ${type}; it told ${this.#told()}`, limitMs, () =>
      this.#events.find((event) => event.type === type),
    );
  }

  /** Whether an event has come so far. */
  has(type: string): boolean {
    return this.#events.some((event) => event.type === type);
  }

  /** Before the next call: what this one told counts no more. */
  forget(): void {
    this.#events.length = 0;
    rmSync(join(this.#folder, 'heard'), { recursive: true });
    mkdirSync(join(this.#folder, 'heard'));
  }

  /** What was heard so far. */
  heard(): Sound {
    const folder = join(this.#folder, 'heard');
    const name = readdirSync(folder).find((file) => file.endsWith('-dec.wav'));
    return name === undefined ? { rate: 8_000, samples: new Int16Array() } : readWav(join(folder, name));
  }

  async end(): Promise<void> {
    this.#control.destroy();
    this.#program.kill('SIGTERM');
    await until(
      'baresip ends',
      5_000,
      () => this.#program.exitCode !== null || this.#program.signalCode,
    ).catch(() => this.#program.kill('SIGKILL'));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #told(): string {
    return this.#events.map((event) => event.type).join(' ') || 'nothing';
  }

  #take(line: string): void {
    const message = JSON.parse(line) as { event?: boolean; type?: string; param?: string };
    if (message.event === true) this.#events.push({ type: message.type ?? '', param: message.param ?? '' });
  }

  #say(command: object): void {
    const text = JSON.stringify(command);
    this.#control.write(`${Buffer.byteLength(text)}:${text},`);
  }
}

function writeFolder(folder: string, setting: PhoneSetting, controlPort: number): void {
  const address = setting.address ?? '127.0.0.1';
  mkdirSync(join(folder, 'heard'));
  const hz = setting.toneHz ?? (setting.answers === true ? TONE_B_HZ : TONE_A_HZ);
  writeToneWav(join(folder, 'tone.wav'), { hz, seconds: 60, rate: 8_000 });
  writeFileSync(join(folder, 'accounts'), `${accountOf(setting, address)};audio_codecs=PCMA,PCMU\n`);
  writeFileSync(join(folder, 'contacts'), '');
  const modules = ['g711', 'aufile', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`);
  const applications = ['account', 'contact', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`);
  const config = [
    `sip_listen ${address}:${setting.port ?? 0}`,
    `net_interface ${address}`,
    `audio_source aufile,${join(folder, 'tone.wav')}`,
    'audio_player aubridge,sink',
    'audio_alert aubridge,alert',
    'module_path /usr/lib/baresip/modules',
    ...modules,
    ...applications,
    ...(setting.authority === undefined ? [] : [`sip_cafile ${setting.authority}`, 'sip_verify_server yes']),
    `snd_path ${join(folder, 'heard')}`,
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    '',
  ];
  writeFileSync(join(folder, 'config'), config.join('\n'));
}

function accountOf({ number, transport, registers, answers }: PhoneSetting, address: string): string {
  const byItself = answers === true ? ';answermode=auto' : '';
  if (registers === undefined) return `<sip:${number}@${address};transport=${transport}>;regint=0${byItself}`;
  const { port, password } = registers;
  const registrar = `<sip:${number}@${registers.address}:${port};transport=${transport}>`;
  return `${registrar};auth_user=${number};auth_pass=${password};regint=60;answermode=auto`;
}

function tryConnect(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

/** `LENGTH:TEXT,` one after the other; answers what is not whole yet. Lengths count bytes, and baresip writes ASCII. */
function takeNetstrings(text: string, take: (line: string) => void): string {
  let rest = text;
  for (;;) {
    const head = /^(\d+):/.exec(rest);
    if (head === null) return rest;
    const start = head[0].length;
    const end = start + Number(head[1]);
    if (rest.length < end + 1) return rest;
    take(rest.slice(start, end));
    rest = rest.slice(end + 1);
  }
}
