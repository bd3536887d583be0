import { assert, seeded, type Instant, type Random } from '@pledgeline/core';
import {
  createUserAgent,
  RFC_TIMERS,
  stepUserAgent,
  userAgentWakesAt,
  type LegId,
  type UserAgentEffect,
  type UserAgentInput,
  type UserAgentState,
} from '../../src/index.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { octetsOf } from '../../src/grammar/octets.ts';
import { UDP } from './bench.ts';
import { invite, OFFER, OURS, request, response, type RequestParts } from './messages.ts';
import { mutated, pick, upTo } from './mutate.ts';

const LIMITS = { transactionsMax: 400, legsMax: 40 };
/** Beyond what may be asked of us, what we ask ourselves: a few for each call. */
const TRANSACTIONS_MAX = LIMITS.transactionsMax + 40 * LIMITS.legsMax;
const QUIET_MS = 4_000_000;

/** What one siege came to. */
export interface Siege {
  readonly messages: number;
  readonly malformed: number;
  readonly sent: number;
  readonly dropped: number;
}

/** A user agent with calls of every kind, and a peer who says only what was mutated. */
class Besieged {
  readonly state: UserAgentState;
  readonly random: Random;
  nowMs = 0;
  /** Sound messages of the calls that are on, to be mutated. */
  readonly #seeds: string[] = [];
  sent = 0;
  dropped = 0;
  malformed = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    const settings = { name: 'Pledgeline', timers: RFC_TIMERS, limits: LIMITS };
    this.state = createUserAgent(settings, `secret ${seed}`);
  }

  feed(input: UserAgentInput): readonly UserAgentEffect[] {
    const { effects } = stepUserAgent(this.state, input, this.nowMs as Instant);
    for (const effect of effects) {
      if (effect.kind === 'send') this.#hear(octetsOf(effect.bytes), effect.bytes);
      else if (effect.kind === 'dropped') this.dropped += 1;
    }
    return effects;
  }

  /** Whatever we say can be read; and what a peer would say to it is a seed as well. */
  #hear(text: string, bytes: Uint8Array): void {
    this.sent += 1;
    if (/^SIP\/2\.0 (400|505|513) /.test(text)) return;
    const parsed = parseMessage(bytes);
    assert(parsed.kind === 'message', `what we say can be read: ${text}`);
    if (parsed.message.kind === 'response' || parsed.message.method === 'ACK') return;
    const status = pick(this.random, [100, 180, 183, 200, 200, 401, 422, 481, 491, 500]);
    const body = status === 200 || status === 183 ? OFFER : '';
    const toTag = pick(this.random, ['them', 'them', 'fork']);
    this.#keep(response(text, { status, toTag, contact: '<sip:them@192.0.2.1>', body }));
  }

  #keep(text: string): void {
    if (this.#seeds.length < 300) this.#seeds.push(text);
    else this.#seeds[upTo(this.random, 300)] = text;
  }

  receive(text: string): void {
    this.#keep(text);
    this.feed({ kind: 'received', flow: UDP, bytes: new Uint8Array(Buffer.from(text, 'latin1')) });
  }

  /** Calls that ring, that stand either way, that were placed; and sound requests in each. */
  populate(round: number): void {
    for (const [at, what] of (['ring', 'progress', 'answer', 'answer'] as const).entries()) {
      const callId = `call-${round}-${at}`;
      const parts = { callId, branch: `z9hG4bK-${callId}`, more: MORE[at]! };
      const before = new Set(this.state.legs.keys());
      this.receive(invite(parts));
      const leg = [...this.state.legs.keys()].find((each) => !before.has(each));
      if (leg === undefined) continue;
      this.feed(
        what === 'ring' ? { kind: what, leg } : { kind: what, leg, sdp: OURS, acceptsRefer: at === 3 },
      );
      const tag = this.state.legs.get(leg)?.dialog?.localTag ?? '';
      this.#requestsIn(callId, { ...parts, to: `<sip:110@192.0.2.10>;tag=${tag}` }, what === 'answer');
    }
    const leg = `ours-${round}` as LegId;
    if (!this.state.legs.has(leg))
      this.feed({ kind: 'call', leg, flow: UDP, target: 'sip:1@192.0.2.1', from: 'sip:2@h', sdp: OURS });
  }

  #requestsIn(callId: string, parts: RequestParts, answered: boolean): void {
    const inside = (method: string, sequence: number, more: RequestParts = {}): string =>
      request({ ...parts, method, sequence, branch: `z9hG4bK-${callId}-${method}`, ...more });
    if (answered) this.receive(inside('ACK', 1, { contact: null }));
    for (const [at, method] of METHODS.entries()) this.#keep(inside(method, 2 + at, BODIES[method] ?? {}));
    this.#keep(request({ ...parts, to: '<sip:110@192.0.2.10>', method: 'CANCEL', contact: null }));
  }

  /** One mutated message, and what must hold of it. */
  attack(): void {
    const bytes = mutated(this.random, pick(this.random, this.#seeds), pick(this.random, this.#seeds));
    const effects = this.feed({ kind: 'received', flow: UDP, bytes });
    const first = effects[0];
    const isMalformed = first?.kind === 'dropped' && first.because.startsWith('malformed');
    if (!isMalformed) return;
    this.malformed += 1;
    assert(effects.length <= 2, 'what is malformed is counted, answered at most, and nothing else');
    const answer = effects[1];
    if (answer?.kind === 'send')
      assert(
        /^SIP\/2\.0 (400|505|513) /.test(octetsOf(answer.bytes)),
        'what is malformed is refused as such',
      );
  }

  /** What a shell might wish meanwhile, and a little time. */
  live(): void {
    const leg = [...this.state.legs.keys()][upTo(this.random, 8)];
    if (leg !== undefined) this.feed(wishOf(this.random, leg));
    this.until(this.nowMs + pick(this.random, [0, 10, 400, 3_000]));
  }

  until(ms: number): void {
    for (;;) {
      const wake = userAgentWakesAt(this.state);
      if (wake === null || wake > ms) break;
      this.nowMs = Math.max(this.nowMs, wake);
      this.feed({ kind: 'clock' });
    }
    this.nowMs = ms;
  }

  holdLimits(): void {
    const { legs, dialogs, transactions, origins, withheldCalls, wakes } = this.state;
    assert(legs.size <= LIMITS.legsMax, 'calls have a limit');
    assert(transactions.size <= TRANSACTIONS_MAX, 'transactions have a limit');
    assert(dialogs.size <= 17 * LIMITS.legsMax, 'dialogs have a limit');
    assert(origins.size <= transactions.size && withheldCalls.size <= legs.size, 'nothing outlives its call');
    assert(wakes.length <= 1_000 + 5 * (legs.size + transactions.size), 'moments do not pile up');
  }

  /** The peer is gone and the shell ends what stands: nothing is left. */
  end(): void {
    for (const leg of this.state.legs.keys()) this.feed({ kind: 'hang-up', leg });
    this.until(this.nowMs + QUIET_MS);
    const { legs, dialogs, transactions, origins, withheldCalls, wakes } = this.state;
    const left = [legs, dialogs, transactions, origins, withheldCalls].map(({ size }) => size);
    assert(
      [...left, wakes.length].every((count) => count === 0),
      `nothing is left: ${left.join()}`,
    );
  }
}

const METHODS = ['OPTIONS', 'INFO', 'UPDATE', 'PRACK', 'INVITE', 'REFER', 'BYE'] as const;
const BODIES: Readonly<Record<string, RequestParts>> = {
  INVITE: { body: OFFER.replace('sendrecv', 'sendonly'), more: ['Supported: timer'] },
  UPDATE: { body: OFFER.replace('40000', '40002') },
  PRACK: { more: ['RAck: 1 1 INVITE'] },
  REFER: { more: ['Refer-To: <sip:9@192.0.2.1>'] },
};
const MORE: readonly (readonly string[])[] = [
  ['Privacy: id', 'P-Asserted-Identity: <tel:+33612345678>'],
  ['Require: 100rel'],
  ['Supported: timer, 100rel', 'Record-Route: <sip:192.0.2.7;lr>'],
  ['Supported: timer', 'Session-Expires: 90;refresher=uas', 'Allow: INVITE, UPDATE'],
];

function wishOf(random: Random, leg: LegId): UserAgentInput {
  const kind = pick(random, [
    'ring',
    'cancel',
    'hang-up',
    'modify',
    'answer-again',
    'refuse-again',
    'refer-outcome',
  ]);
  switch (kind) {
    case 'modify':
    case 'answer-again':
      return { kind, leg, sdp: OURS };
    case 'refer-outcome':
      return { kind, leg, status: 200 };
    default:
      return { kind: kind as 'ring' | 'cancel' | 'hang-up' | 'refuse-again', leg };
  }
}

/** One siege: so many mutated messages against one user agent, with all that must hold. The same seed is the same siege. */
export function besiege(seed: number, messages: number): Siege {
  const besieged = new Besieged(seed);
  for (let at = 0; at < messages; at++) {
    if (at % 100 === 0) besieged.populate(at / 100);
    if (at % 10 === 9) besieged.live();
    besieged.attack();
    if (at % 50 === 49) besieged.holdLimits();
  }
  besieged.end();
  const { sent, dropped, malformed } = besieged;
  return { messages, sent, dropped, malformed };
}
