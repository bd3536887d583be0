import type { TraceBody } from '@pledgeline/contract';

/** What a ladder shows of a message, and by what it is known to which call it belongs. */
export interface Summary {
  readonly method: string;
  /** Null: a request. */
  readonly status: number | null;
  readonly sequence: number;
  readonly body: TraceBody;
  /** Made of its Call-ID, which may hold a number and is not kept. */
  readonly key: string;
}

/** A word of the protocol is shown; any other could spell a number. */
const METHODS = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'INFO',
  'UPDATE',
  'PRACK',
  'REFER',
  'NOTIFY',
  'SUBSCRIBE',
  'PUBLISH',
  'MESSAGE',
] as const;
const CODECS = [
  'PCMA',
  'PCMU',
  'G722',
  'G729',
  'GSM',
  'iLBC',
  'opus',
  'speex',
  'AMR',
  'AMR-WB',
  'EVS',
] as const;
/** RFC 3551 §6: what needs no rtpmap. */
const STATIC: Readonly<Record<string, string>> = { 0: 'PCMU', 3: 'GSM', 8: 'PCMA', 9: 'G722', 18: 'G729' };
const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;

/** Longer than any message that is taken. */
const BYTES_MAX = 65_536;
/** CSeq may be as long as a telephone number: what is shown of it cannot be one. */
const SEQUENCE_SHOWN = 100_000;

const START = /^(?:SIP\/2\.0 +([1-6]\d\d)(?!\d)|([a-z]{1,20}) +\S+ +SIP\/2\.0[ \t]*$)/im;
const SEQUENCE = /\ncseq[ \t]*:\s*(\d{1,10})\s+([a-z]{1,20})/i;
const CALL_ID = /\n(?:call-id|i)[ \t]*:\s*(\S+)/i;
/** SIP-I puts the description beside the ISUP message (RFC 3204). */
const TYPE = /\n(?:content-type|c)[ \t]*:\s*(?:application\/sdp|multipart\/mixed)(?![^\s;])/i;
const AUDIO = /^m=audio +(\d{1,5})(?:\/\d+)? +\S+ +(\d{1,3})(?!\d)/m;
const DIRECTION = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;

/**
 * Reads what a ladder shows: start line, CSeq, Call-ID and the description of the sound. No other header is looked at,
 * From, To and every identity among them; what is given back are words of the lists above and small numbers, never a
 * piece of the text (which would hold the whole of it in memory). null: no SIP message.
 */
export function readMessage(bytes: Uint8Array, keyOf: (callId: string) => string): Summary | null {
  const length = Math.min(bytes.length, BYTES_MAX);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1').trimStart();
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return null;
  const head = text.slice(0, end.index);
  const start = START.exec(head.slice(0, head.indexOf('\n')).trimEnd());
  const sequence = SEQUENCE.exec(head);
  const callId = CALL_ID.exec(head)?.[1];
  if (start === null || sequence === null || callId === undefined) return null;
  const status = start[1] === undefined ? null : Number(start[1]);
  return {
    method: wordOf(METHODS, status === null ? start[2] : sequence[2]) ?? 'OTHER',
    status,
    sequence: Number(sequence[1]) % SEQUENCE_SHOWN,
    body: readBody(head, text.slice(end.index + end[0].length)),
    key: keyOf(callId),
  };
}

function readBody(head: string, body: string): TraceBody {
  if (body.trim() === '') return { kind: 'none' };
  const audio = TYPE.test(head) ? AUDIO.exec(body) : null;
  const port = Number(audio?.[1] ?? 0);
  if (audio === null || port > 65_535) return { kind: 'other' };
  const direction = DIRECTION.exec(body)?.[1];
  return {
    kind: 'sound',
    codec: codecOf(audio[2]!, body),
    direction: wordOf(DIRECTIONS, direction) ?? 'sendrecv',
    port,
  };
}

function codecOf(payload: string, body: string): string {
  const known = STATIC[payload];
  if (known !== undefined) return known;
  const named = new RegExp(`^a=rtpmap:${payload} +([A-Za-z0-9-]{1,20})/`, 'm').exec(body)?.[1];
  return wordOf(CODECS, named) ?? 'other';
}

/** The list's own word, not the peer's. */
const wordOf = <Word extends string>(list: readonly Word[], said: string | undefined): Word | null =>
  list.find((word) => word.toLowerCase() === said?.toLowerCase()) ?? null;
