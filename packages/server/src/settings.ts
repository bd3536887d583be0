import { failed, ok, type Result } from '@pledgeline/core';
import { LIMITS as MEDIA_LIMITS } from '@pledgeline/media';
import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { socketFolderOf } from './adapters/folders.ts';
import { LOG_LEVELS, SETTINGS, type LogLevel, type SettingName } from './settings-table.ts';
import { readTurn, type TurnSettings } from './turn-settings.ts';

/** Everything that the environment decides; what people decide is data and edited on screens. */
export interface Settings {
  /** Absolute. */
  readonly dataDir: string;
  /** Port 0, here and below: any that is free. */
  readonly httpPort: number;
  readonly httpsPort: number;
  /** UDP and TCP. */
  readonly sipPort: number;
  /** SIP over TLS; null: closed. */
  readonly sipsPort: number | null;
  /** Addresses of this machine to listen on besides loopback; with none of them, nothing outside can reach us. */
  readonly addresses: readonly string[];
  /** What a router in front of this machine translates; null: nothing does. */
  readonly publicAddress: string | null;
  /** Where donors and volunteers find us, without a slash at the end. */
  readonly publicUrl: string;
  /** null: our own PostgreSQL in the data folder. */
  readonly databaseUrl: string | null;
  /** null: messages are kept and can be read on the outbox page. */
  readonly smtpUrl: string | null;
  /** null: `pledges@` the host of the public address. */
  readonly mailFrom: string | null;
  /** Asked for the host names of carriers; none: those of this machine. */
  readonly nameServers: readonly string[];
  /** null: certificates come from an authority of our own. */
  readonly certificate: { readonly certFile: string; readonly keyFile: string } | null;
  /** Both included; RTP takes the even ones. */
  readonly rtpPorts: PortRange;
  /** null: desks reach the line directly. */
  readonly turn: TurnSettings | null;
  /** Calls at once that this machine carries. */
  readonly callsMax: number;
  readonly logLevel: LogLevel;
  /** Operators see the messages of the latest calls. */
  readonly trace: boolean;
  /** A database without a campaign gets one to try. */
  readonly trial: boolean;
  /** Follows from the data folder: where the media process listens for the server. */
  readonly mediaSocket: string;
}

interface PortRange {
  readonly first: number;
  readonly last: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One sentence for each setting that is wrong, or all of them read. Relative paths start from `base`. */
export function readSettings(environment: Environment, base: string): Result<Settings, readonly string[]> {
  const reader = new Reader(environment);
  const httpPort = reader.port('PLEDGELINE_HTTP_PORT');
  const httpsPort = reader.port('PLEDGELINE_HTTPS_PORT');
  const addresses = reader.addresses('PLEDGELINE_ADDRESS');
  const dataDir = resolve(base, reader.text('PLEDGELINE_DATA_DIR'));
  const settings: Settings = {
    dataDir,
    httpPort,
    httpsPort,
    sipPort: reader.port('PLEDGELINE_SIP_PORT'),
    sipsPort: reader.portOrOff('PLEDGELINE_SIPS_PORT'),
    addresses,
    publicAddress: reader.address('PLEDGELINE_PUBLIC_ADDRESS'),
    publicUrl:
      reader.url('PLEDGELINE_PUBLIC_URL', ['http:', 'https:']) ??
      publicUrlOf({ address: addresses[0], httpPort, httpsPort }),
    databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    smtpUrl: reader.url('PLEDGELINE_SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: reader.mailAddress('PLEDGELINE_MAIL_FROM'),
    nameServers: reader.nameServers('PLEDGELINE_DNS'),
    certificate: reader.certificate(base),
    rtpPorts: reader.range('PLEDGELINE_RTP_PORTS'),
    turn: readTurn(reader),
    callsMax: reader.whole('PLEDGELINE_CALLS_MAX', { least: 1, most: MEDIA_LIMITS.legsMax }),
    logLevel: reader.logLevel('PLEDGELINE_LOG_LEVEL'),
    trace: reader.yes('PLEDGELINE_TRACE'),
    trial: reader.yes('PLEDGELINE_TRIAL'),
    mediaSocket: join(socketFolderOf(dataDir, userInfo().uid), 'media.sock'),
  };
  if (httpPort !== 0 && httpPort === httpsPort) {
    reader.wrong('PLEDGELINE_HTTP_PORT and PLEDGELINE_HTTPS_PORT are the same port; each needs its own.');
  }
  return reader.sentences.length > 0 ? failed(reader.sentences) : ok(settings);
}

function publicUrlOf(of: { address: string | undefined; httpPort: number; httpsPort: number }): string {
  if (of.address === undefined) return `http://localhost:${of.httpPort}`;
  return `https://${isIP(of.address) === 6 ? `[${of.address}]` : of.address}:${of.httpsPort}`;
}

/** Takes the values one by one and gathers what is wrong with them, so that one start tells all of it. */
class Reader {
  readonly sentences: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A sentence never repeats a URL: it may hold a password. */
  wrong(sentence: string): void {
    this.sentences.push(sentence);
  }

  text(name: SettingName): string {
    const value = this.#environment[name]?.trim() ?? '';
    return value === '' ? SETTINGS[name].default : value;
  }

  port(name: SettingName): number {
    const value = this.text(name);
    if (isPort(value)) return Number(value);
    this.wrong(`${name} is "${value}", which is no port: it takes a whole number from 0 to 65535.`);
    return 0;
  }

  portOrOff(name: SettingName): number | null {
    return this.text(name) === 'off' ? null : this.port(name);
  }

  whole(name: SettingName, { least, most }: { readonly least: number; readonly most: number }): number {
    const value = this.text(name);
    if (/^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    this.wrong(`${name} is "${value}": it takes a whole number from ${least} to ${most}.`);
    return most;
  }

  range(name: SettingName): PortRange {
    const value = this.text(name);
    const [first = '', last = '', more] = value.split('-');
    const range = { first: Number(first), last: Number(last) };
    const enough = range.last - range.first + 1 >= RTP_PORTS_MIN;
    if (more === undefined && isPort(first) && isPort(last) && range.first >= 1024 && enough) return range;
    this.wrong(
      `${name} is "${value}": it takes two ports like 30000-31999, from 1024 on, at least ${RTP_PORTS_MIN} of them.`,
    );
    return { first: 30_000, last: 31_999 };
  }

  addresses(name: SettingName): readonly string[] {
    const all = this.text(name)
      .split(',')
      .map((one) => one.trim());
    const given = all.filter((one) => one !== '');
    for (const one of given) {
      if (isIP(one) === 0 || ANY_ADDRESS.has(one))
        this.wrong(
          `${name} holds "${one}", which is no IP address of one machine; several are parted by commas.`,
        );
    }
    return given.filter((one) => one !== '127.0.0.1' && one !== '::1');
  }

  address(name: SettingName): string | null {
    const value = this.text(name);
    if (value === '') return null;
    if (isIP(value) === 0 || ANY_ADDRESS.has(value))
      this.wrong(`${name} is "${value}", which is no IP address: it takes one, such as 203.0.113.7.`);
    return value;
  }

  nameServers(name: SettingName): readonly string[] {
    const given = this.text(name)
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    for (const one of given)
      if (!/^(?:[\d.]+(?::\d{1,5})?|\[[\da-fA-F:]+\](?::\d{1,5})?|[\da-fA-F:]+)$/.test(one))
        this.wrong(
          `${name} holds "${one}", which is no address of a name server: write 192.0.2.53 or 192.0.2.53:5353.`,
        );
    return given;
  }

  url(name: SettingName, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === '') return null;
    if (protocols.some((protocol) => value.startsWith(`${protocol}//`)) && isUrl(value)) {
      return value.replace(/\/+$/, '');
    }
    this.wrong(`${name} is no address that can be used: it begins with ${protocols.join('// or ')}//.`);
    return null;
  }

  mailAddress(name: SettingName): string | null {
    const value = this.text(name);
    if (value === '' || /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(value)) return value === '' ? null : value;
    this.wrong(`${name} is no e-mail address: write it as pledges@charity.example, without a name.`);
    return null;
  }

  certificate(base: string): Settings['certificate'] {
    const certFile = this.text('PLEDGELINE_TLS_CERT');
    const keyFile = this.text('PLEDGELINE_TLS_KEY');
    if (certFile === '' && keyFile === '') return null;
    if (certFile === '' || keyFile === '') {
      this.wrong('PLEDGELINE_TLS_CERT and PLEDGELINE_TLS_KEY go together: one is set and the other is not.');
      return null;
    }
    return { certFile: resolve(base, certFile), keyFile: resolve(base, keyFile) };
  }

  logLevel(name: SettingName): LogLevel {
    const value = this.text(name);
    const level = LOG_LEVELS.find((one) => one === value);
    if (level !== undefined) return level;
    this.wrong(`${name} is "${value}": it takes ${LOG_LEVELS.join(', ')}.`);
    return 'info';
  }

  yes(name: SettingName): boolean {
    const value = this.text(name);
    if (value !== 'yes' && value !== 'no') this.wrong(`${name} is "${value}": it takes yes or no.`);
    return value === 'yes';
  }
}

/** Two a call (RTP is even, RTCP odd); fewer than this is a slip of the finger. */
const RTP_PORTS_MIN = 20;

/** Certificates and offers of sound name an address; "any of them" is none. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const isPort = (value: string): boolean => /^\d{1,5}$/.test(value) && Number(value) <= 65_535;

/** A PostgreSQL address on a Unix socket has no host, which URL does not take. */
const isUrl = (value: string): boolean => URL.canParse(value.replace('@/', '@localhost/'));
