import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFreeForUdp } from './ports.ts';
import { readWav, TONE_B_HZ, writeToneWav, type Sound } from './tone.ts';
import { until } from './wait.ts';

/** A volunteer's telephone of another make: linphonec, which answers by itself, says tone B and records what it hears. */
export class Linphone {
  readonly #folder: string;
  readonly #program: ChildProcess;

  static async open(port: number): Promise<Linphone> {
    const folder = mkdtempSync(join(tmpdir(), 'pledgeline-linphone-'));
    // Its database; it complains where the folder is missing, and answers nothing.
    mkdirSync(join(folder, '.local/share/linphone'), { recursive: true });
    writeToneWav(join(folder, 'tone.wav'), { hz: TONE_B_HZ, seconds: 60, rate: 8_000 });
    writeFileSync(join(folder, 'settings'), settings(port));
    const phone = new Linphone(folder);
    await until('linphonec listens', 10_000, async () => !(await isFreeForUdp(port)));
    return phone;
  }

  private constructor(folder: string) {
    this.#folder = folder;
    this.#program = spawn('linphonec', ['-a', '-c', join(folder, 'settings')], {
      env: { ...process.env, HOME: folder },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#say('soundcard use files');
    this.#say(`play ${join(folder, 'tone.wav')}`);
    this.#say(`record ${join(folder, 'heard.wav')}`);
  }

  hangUp(): void {
    this.#say('terminate');
  }

  /** What was heard so far. */
  heard(): Sound {
    const path = join(this.#folder, 'heard.wav');
    return existsSync(path) ? readWav(path) : { rate: 8_000, samples: new Int16Array() };
  }

  async end(): Promise<void> {
    this.#program.kill('SIGKILL');
    await until('linphonec ends', 5_000, () => this.#program.exitCode !== null || this.#program.signalCode);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #say(command: string): void {
    this.#program.stdin?.write(`${command}\n`);
  }
}

const settings = (port: number): string =>
  [
    '[sip]',
    `sip_port=${port}`,
    'sip_tcp_port=0',
    'bind_address=127.0.0.1',
    'use_ipv6=0',
    'register_only_when_network_is_up=0',
    '[rtp]',
    // Any that is free.
    'audio_rtp_port=-1',
    '[sound]',
    'echocancellation=0',
    '',
  ].join('\n');
