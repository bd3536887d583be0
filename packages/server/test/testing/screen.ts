import { assert } from '@pledgeline/core';
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface Said {
  readonly epoch: string;
  readonly seq: number;
  readonly event: unknown;
}

/** A browser's live connection, on a bare socket: so that it can set cookies, fall silent and stop reading. */
export class Screen {
  readonly #socket: Socket;
  readonly #said: Said[] = [];
  readonly #waiting: ((said: Said) => void)[] = [];
  readonly closed: Promise<number>;
  #buffer: Buffer = Buffer.alloc(0);
  #onClose: (code: number) => void = () => {};
  #isFrozen = false;

  private constructor(socket: Socket, rest: Buffer) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => (this.#onClose = resolve));
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.#onClose(1006));
    this.#take(rest);
  }

  static async open(port: number, path: string, headers: Record<string, string>): Promise<Screen> {
    const { socket, status, rest } = await upgrade(port, path, headers);
    assert(status === 101, `the connection is opened, not answered ${status}`);
    return new Screen(socket, rest);
  }

  static async refused(port: number, path: string, headers: Record<string, string>): Promise<number> {
    const { socket, status } = await upgrade(port, path, headers);
    socket.destroy();
    return status;
  }

  next(): Promise<Said> {
    const said = this.#said.shift();
    return said === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(said);
  }

  say(text: string): void {
    this.#frame(0x1, Buffer.from(text));
  }

  /** Answers nothing any more and reads nothing: a machine whose network cable was pulled. */
  freeze(): void {
    this.#isFrozen = true;
    this.#socket.pause();
  }

  kill(): void {
    this.#socket.destroy();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => void setTimeout(resolve, 2));
  }

  #take(bytes: Buffer): void {
    if (this.#isFrozen) return;
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    for (let frame = readFrame(this.#buffer); frame !== null; frame = readFrame(this.#buffer)) {
      this.#buffer = this.#buffer.subarray(frame.length);
      this.#hear(frame.opcode, frame.payload);
    }
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === 0x9) return this.#frame(0xa, payload);
    if (opcode === 0x8) return this.#onClose(payload.length < 2 ? 1005 : payload.readUInt16BE(0));
    if (opcode !== 0x1) return undefined;
    const said = JSON.parse(payload.toString()) as Said;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#said.push(said);
    else waiting(said);
    return undefined;
  }

  /** RFC 6455 §5.2: a client masks what it sends. */
  #frame(opcode: number, payload: Buffer): void {
    const mask = randomBytes(4);
    const masked = payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0));
    this.#socket.write(Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, masked]));
  }
}

function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const [first = 0, second = 0] = bytes;
  const short = second & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return null;
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return null;
  return { opcode: first & 0xf, payload: bytes.subarray(start, start + size), length: start + size };
}

function upgrade(port: number, path: string, headers: Record<string, string>) {
  const socket = connect(port, '127.0.0.1');
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return new Promise<{ socket: Socket; status: number; rest: Buffer }>((resolve, reject) => {
    let got: Buffer = Buffer.alloc(0);
    const take = (bytes: Buffer): void => {
      got = Buffer.concat([got, bytes]);
      const end = got.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.removeListener('data', take);
      resolve({ socket, status: Number(got.subarray(9, 12).toString()), rest: got.subarray(end + 4) });
    };
    socket.on('data', take);
    socket.once('error', reject);
  });
}
