import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A message from the wire, and where it came from. */
export interface Heard {
  readonly text: string;
  readonly method: string;
  readonly from: RemoteInfo;
}

export const valueOf = ({ text }: Pick<Heard, 'text'>, name: string): string =>
  new RegExp(`^${name}: (.*)\r$`, 'im').exec(text)?.[1] ?? '';
export const bodyOf = ({ text }: Pick<Heard, 'text'>): string => text.slice(text.indexOf('\r\n\r\n') + 4);

interface Said {
  readonly headers?: readonly string[];
  readonly body?: string;
}

export const soundAt = (address: string, port: number, version = 1): string =>
  [
    'v=0',
    `o=- 9 ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8`,
    'a=rtpmap:8 PCMA/8000',
    '',
  ].join('\r\n');

export async function calledCarrier(address: string): Promise<CalledCarrier> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  return new CalledCarrier(socket);
}

interface Awaited {
  readonly wanted: (one: Heard) => boolean;
  readonly hear: (one: Heard) => void;
}

/** A carrier over real UDP: each message of ours lies open, and it says what the test says. */
export class CalledCarrier {
  readonly address: string;
  readonly port: number;
  readonly heard: Heard[] = [];
  readonly #socket: Socket;
  readonly #waiting: Awaited[] = [];
  #does: (one: Heard) => void = () => undefined;

  constructor(socket: Socket) {
    const { address, port } = socket.address();
    this.address = address;
    this.port = port;
    this.#socket = socket;
    socket.on('message', (bytes, from) => this.#take(bytes.toString(), from));
  }

  /** What it does by itself with each request. */
  by(does: (one: Heard) => void): void {
    this.#does = does;
  }

  /** The first that was heard, or will be. */
  hears(wanted: string | ((one: Heard) => boolean)): Promise<Heard> {
    const is = typeof wanted === 'string' ? (one: Heard) => one.method === wanted : wanted;
    const come = this.heard.find(is);
    if (come !== undefined) return Promise.resolve(come);
    return new Promise((hear) => this.#waiting.push({ wanted: is, hear }));
  }

  reply(to: Heard, status: number, { headers = [], body = '' }: Said = {}): void {
    const isTagged = valueOf(to, 'To').includes('tag=') || status === 100;
    const lines = [
      `SIP/2.0 ${status} Word`,
      ...['Via', 'From'].map((name) => `${name}: ${valueOf(to, name)}`),
      `To: ${valueOf(to, 'To')}${isTagged ? '' : ';tag=theirs'}`,
      ...['Call-ID', 'CSeq'].map((name) => `${name}: ${valueOf(to, name)}`),
      ...headers,
    ];
    this.#send(lines, body, to.from);
  }

  answer(to: Heard): void {
    this.reply(to, 200, { body: soundAt(this.address, 42_000) });
  }

  /** A request of theirs in the dialog that this INVITE has made. */
  ask(invite: Heard, method: string, { body = '' }: Said = {}): void {
    const target = /<([^>]+)>/.exec(valueOf(invite, 'Contact'))?.[1] ?? '';
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:${this.port};branch=z9hG4bK-${this.heard.length}`,
      'Max-Forwards: 70',
      `From: ${valueOf(invite, 'To')};tag=theirs`,
      `To: ${valueOf(invite, 'From')}`,
      `Call-ID: ${valueOf(invite, 'Call-ID')}`,
      `CSeq: ${this.heard.length + 1} ${method}`,
    ];
    this.#send(lines, body, invite.from);
  }

  /** A call of theirs, to the line. */
  call(sipPort: number, dialed: string): void {
    const body = soundAt(this.address, 42_000);
    this.#send(this.#theirs('INVITE', sipPort, `<sip:${dialed}@127.0.0.1>`), body, here(sipPort));
  }

  acknowledge(answer: Heard, sipPort: number): void {
    this.#send(this.#theirs('ACK', sipPort, valueOf(answer, 'To')), '', here(sipPort));
  }

  close(): void {
    this.#socket.close();
  }

  #take(text: string, from: RemoteInfo): void {
    // What is said again by the rules of UDP is heard once.
    if (this.heard.some((other) => other.text === text)) return;
    const one = { text, method: text.split(' ')[0] ?? '', from };
    this.heard.push(one);
    const at = this.#waiting.findIndex(({ wanted }) => wanted(one));
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.hear(one);
    if (one.method !== 'ACK' && !text.startsWith('SIP/2.0')) this.#does(one);
  }

  #theirs(method: string, sipPort: number, to: string): string[] {
    return [
      `${method} ${/<([^>]+)>/.exec(to)?.[1] ?? ''}:${sipPort} SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.address}:${this.port};branch=z9hG4bK-${method}-${this.port}`,
      'Max-Forwards: 70',
      `From: <sip:0261910001@${this.address}>;tag=theirs`,
      `To: ${to}`,
      `Call-ID: their-call-${this.port}`,
      `CSeq: 1 ${method}`,
    ];
  }

  #send(lines: readonly string[], body: string, to: Pick<RemoteInfo, 'address' | 'port'>): void {
    const all = [
      ...lines,
      `Contact: <sip:far@${this.address}:${this.port}>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ];
    this.#socket.send(all.join('\r\n'), to.port, to.address);
  }
}

const here = (port: number) => ({ address: '127.0.0.1', port });
