import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const HERE = '127.0.0.1';

/** What a carrier says, word for word: for what no user agent of ours would say. One call, over real UDP. */
export async function rawCarrier(sipPort: number) {
  const socket = createSocket('udp4');
  socket.bind(0, HERE);
  await once(socket, 'listening');
  const { port } = socket.address();
  const heard: string[] = [];
  let branch = 0;
  let to = `<sip:110@${HERE}>`;
  socket.on('message', (bytes) => {
    const text = bytes.toString('utf8');
    heard.push(text);
    const tagged = /^To: (.*;tag=.*)$/m.exec(text)?.[1];
    if (text.startsWith('SIP/2.0 ') && tagged !== undefined) to = tagged;
    if (text.startsWith('BYE ')) socket.send(answerTo(text), sipPort, HERE);
  });
  const say = (method: string, sequence: string, more: readonly string[] = [], body = ''): void => {
    // RFC 3261 §9.1: CANCEL is of the INVITE's transaction.
    if (method !== 'CANCEL') branch += 1;
    const lines = [
      `${method} sip:110@${HERE}:${sipPort} SIP/2.0`,
      `Via: SIP/2.0/UDP ${HERE}:${port};branch=z9hG4bKraw${branch}`,
      'Max-Forwards: 70',
      `From: <sip:0261910001@${HERE}>;tag=raw`,
      `To: ${to}`,
      `Call-ID: raw-${port}`,
      `CSeq: ${sequence}`,
      `Contact: <sip:carrier@${HERE}:${port}>`,
      ...more,
      ...(body === '' || more.some((line) => line.startsWith('Content-Type:'))
        ? []
        : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
    ];
    socket.send([...lines, '', body].join('\r\n'), sipPort, HERE);
  };
  return {
    heard,
    say,
    /** The first message that begins so, also where it has come already. */
    async hears(beginning: RegExp): Promise<string> {
      for (;;) {
        const found = heard.find((text) => beginning.test(text));
        if (found !== undefined) return found;
        await once(socket, 'message');
      }
    },
    close: () => socket.close(),
  };
}

/** Sound at this port, PCMA and keys. */
export const soundAt = (port: number): string =>
  [
    'v=0',
    `o=- 1 ${port} IN IP4 ${HERE}`,
    's=-',
    `c=IN IP4 ${HERE}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    '',
  ].join('\r\n');

function answerTo(request: string): string {
  const kept = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(
    (name) => new RegExp(`^${name}: .*$`, 'm').exec(request)?.[0].trim() ?? '',
  );
  return ['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n');
}
