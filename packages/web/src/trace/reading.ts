import type { TraceCall, TraceLadder, TraceMessage, TraceRefusal } from '@pledgeline/contract';
import type { Sentences } from '../language/french.ts';

type Words = Sentences['trace'];

export const isLive = ({ state }: TraceCall): boolean => state !== 'ended' && state !== 'refused';

/** Those that are on first; the server gives the newest first, and so they stay. */
export const inOrder = (calls: readonly TraceCall[]): readonly TraceCall[] => [
  ...calls.filter(isLive),
  ...calls.filter((call) => !isLive(call)),
];

export const stateWord = ({ state, refusedWith }: TraceCall, words: Words): string =>
  refusedWith === null ? words.states[state] : words.refusedWith(refusedWith);

/** `0:07`, `12:03`: from the INVITE to the end, or until now. */
export function lasted({ arrivedAt, endedAt }: TraceCall, nowMs: number): string {
  const seconds = Math.max(
    0,
    Math.floor(((endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(arrivedAt)) / 1_000),
  );
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `INVITE`, `180 Ringing`. */
export const headOf = ({ method, status, reason }: TraceMessage): string =>
  status === null ? method : `${status} ${reason ?? ''}`.trim();

/** What is beside it: `CSeq 1`, of a response with the request that it answers. */
export const sequenceOf = ({ method, status, sequence }: TraceMessage): string =>
  status === null ? `CSeq ${sequence}` : `CSeq ${sequence} ${method}`;

export function bodyOf({ body }: TraceMessage, words: Words): string {
  if (body.kind === 'none') return '';
  if (body.kind === 'other') return words.otherBody;
  const codec = body.codec === 'other' ? words.otherCodec : body.codec;
  return words.soundAt(codec, String(body.port), words.sound[body.direction]);
}

/** Who speaks to whom, as words for those who do not see the arrow. */
export const wayOf = ({ with: party, direction }: TraceMessage, words: Words): string =>
  words.ways[party][direction];

/** The places that a party spoke from, each once: `UDP 192.0.2.1:5060`. */
export const placesOf = ({ steps }: TraceLadder, party: TraceMessage['with']): readonly string[] => [
  ...new Set(
    steps.flatMap((step) =>
      step.kind === 'message' && step.with === party ? [`${step.transport.toUpperCase()} ${step.peer}`] : [],
    ),
  ),
];

export function refusalWords({ status, because, by }: TraceRefusal, words: Words): string {
  if (status !== null) {
    const why = words.statuses[status] ?? words.otherStatus;
    return by === 'phone' ? `${words.refusedByPhone} (${status})` : why;
  }
  const word = because ?? '';
  return words.words[word] ?? (word.startsWith('malformed') ? words.malformed : words.ignored(word));
}
