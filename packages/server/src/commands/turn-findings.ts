import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { TurnSettings } from '../turn-settings.ts';
import type { Finding } from './findings.ts';

const ANSWER_WITHIN_MS = 2_000;
/** RFC 8489 §5: what every STUN message bears, and the answer to a Binding request. */
const MAGIC_COOKIE = 0x21_12_a4_42;
const BINDING_REQUEST = 0x00_01;
const BINDING_SUCCESS = 0x01_01;

interface Place {
  readonly host: string;
  readonly port: number;
  readonly overUdp: boolean;
}

/** Whether each server is there. Its password is not tried: only a browser's allocation would tell. */
export async function turnFindings(turn: TurnSettings | null): Promise<readonly Finding[]> {
  if (turn === null)
    return [
      {
        sound: true,
        sentence: 'Desks reach the line directly: no TURN server is named (PLEDGELINE_TURN_URLS).',
      },
    ];
  return Promise.all(
    turn.urls.map(async (url) => {
      const place = placeOf(url);
      const isThere = place.overUdp ? await answersStun(place) : await takesConnections(place);
      return isThere
        ? { sound: true, sentence: `${url} is there.` }
        : { sound: false, sentence: `${url} does not answer from here: see docs/networks.md.` };
    }),
  );
}

function placeOf(url: string): Place {
  const [, scheme = '', host = '', port] = /^(\w+):(\[[^\]]+\]|[^:?]+)(?::(\d+))?/.exec(url) ?? [];
  const isSecure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replaceAll(/[[\]]/g, ''),
    // RFC 7065 §3.1.
    port: port === undefined ? (isSecure ? 5349 : 3478) : Number(port),
    overUdp: !isSecure && !url.endsWith('transport=tcp'),
  };
}

function answersStun({ host, port }: Place): Promise<boolean> {
  const request = Buffer.alloc(20);
  request.writeUInt16BE(BINDING_REQUEST, 0);
  request.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(request, 8);
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return inTime((settle) => {
    socket.on('error', () => settle(false));
    socket.on('message', (answer) => {
      const isOurs = answer.length >= 20 && answer.subarray(4, 20).equals(request.subarray(4));
      if (isOurs && answer.readUInt16BE(0) === BINDING_SUCCESS) settle(true);
    });
    socket.send(request, port, host, (error) => {
      if (error !== null) settle(false);
    });
  }).finally(() => socket.close());
}

function takesConnections({ host, port }: Place): Promise<boolean> {
  const socket = connect({ host, port });
  return inTime((settle) => {
    socket.on('error', () => settle(false));
    socket.on('connect', () => settle(true));
  }).finally(() => socket.destroy());
}

function inTime(ask: (settle: (answer: boolean) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, ANSWER_WITHIN_MS, false);
    ask((answer) => {
      clearTimeout(late);
      resolve(answer);
    });
  });
}
