import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

type Record =
  | { readonly type: 'A'; readonly data: string; readonly ttl?: number }
  | {
      readonly type: 'SRV';
      readonly data: readonly [priority: number, weight: number, port: number, host: string];
    }
  | {
      readonly type: 'NAPTR';
      readonly data: readonly [order: number, preference: number, service: string, to: string];
    };

const TYPES = { A: 1, AAAA: 28, SRV: 33, NAPTR: 35 } as const;
const NAME_ERROR = 3;

/** A name server on loopback (RFC 1035 over UDP) that knows what the test says, and can fall silent. */
export class NameServer {
  records: { readonly [name: string]: readonly Record[] } = {};
  isSilent = false;
  readonly asked: string[] = [];
  readonly #socket: Socket;

  static async open(): Promise<NameServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (query, peer) => this.#answer(query, peer));
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  close(): void {
    this.#socket.close();
  }

  #answer(query: Buffer, peer: RemoteInfo): void {
    const { name, end } = nameAt(query, 12);
    const type = query.readUInt16BE(end);
    this.asked.push(`${Object.entries(TYPES).find(([, code]) => code === type)?.[0] ?? type} ${name}`);
    if (this.isSilent) return;
    const known = this.records[name];
    const found = (known ?? []).filter((record) => TYPES[record.type] === type);
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (known === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(found.length, 6);
    const question = query.subarray(12, end + 4);
    this.#socket.send(Buffer.concat([header, question, ...found.map(written)]), peer.port, peer.address);
  }
}

function nameAt(bytes: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(bytes.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function written(record: Record): Buffer {
  const data = dataOf(record);
  const head = Buffer.alloc(12);
  // A pointer to the name in the question.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TYPES[record.type], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(record.type === 'A' ? (record.ttl ?? 60) : 60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(record: Record): Buffer {
  if (record.type === 'A') return Buffer.from(record.data.split('.').map(Number));
  if (record.type === 'SRV') {
    const [priority, weight, port, host] = record.data;
    return Buffer.concat([shorts(priority, weight, port), domain(host)]);
  }
  const [order, preference, service, to] = record.data;
  return Buffer.concat([shorts(order, preference), text('s'), text(service), text(''), domain(to)]);
}

const shorts = (...values: readonly number[]): Buffer =>
  Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
const text = (value: string): Buffer => Buffer.from([value.length, ...Buffer.from(value, 'ascii')]);
const domain = (name: string): Buffer => Buffer.concat([...name.split('.').map(text), Buffer.from([0])]);
