import { unreachable } from '@pledgeline/core';
import fc from 'fast-check';
import type { LegId, UserAgentEffect, UserAgentInput } from '../../src/index.ts';
import { sdpOf, type End, type Line } from './line.ts';

/** Something that one side's shell wishes after a while. */
export interface Wish {
  readonly who: 'alice' | 'bob';
  readonly what: (typeof WHAT)[number];
  /** Which of its legs. */
  readonly leg: number;
  readonly waitMs: number;
  readonly sound: { readonly port: number; readonly direction: string };
}
const WHAT = [
  'call',
  'call',
  'ring',
  'progress',
  'answer',
  'answer',
  'refuse',
  'hang-up',
  'cancel',
  'modify',
  'modify',
  'answer-again',
  'answer-again',
  'refuse-again',
  'refer-outcome',
] as const;

const wish: fc.Arbitrary<Wish> = fc.record({
  who: fc.constantFrom('alice', 'bob'),
  what: fc.constantFrom(...WHAT),
  leg: fc.nat(2),
  waitMs: fc.constantFrom(0, 0, 1, 20, 100, 600, 2_000, 20_000, 100_000),
  sound: fc.record({
    port: fc.constantFrom(30_000, 30_000, 31_000),
    direction: fc.constantFrom('sendrecv', 'sendrecv', 'sendonly', 'recvonly', 'inactive'),
  }),
});

const said = (who: Wish['who'], what: Wish['what'], waitMs = 100): Wish => ({
  who,
  what,
  leg: 0,
  waitMs,
  sound: { port: 30_000, direction: 'sendrecv' },
});
/** Most evenings begin with a call that may be answered, or so nothing much would come of them. */
export const script: fc.Arbitrary<readonly Wish[]> = fc
  .tuple(
    fc.constantFrom<readonly Wish[]>(
      [],
      [said('alice', 'call', 0)],
      [said('alice', 'call', 0), said('bob', 'progress')],
      [said('bob', 'call', 0), said('alice', 'ring'), said('alice', 'answer')],
      [said('alice', 'call', 0), said('bob', 'answer')],
      [said('alice', 'call', 0), said('bob', 'answer'), said('alice', 'modify', 0), said('bob', 'modify', 0)],
    ),
    fc.array(wish, { maxLength: 25 }),
  )
  .map(([first, more]) => [...first, ...more]);

/** After how many milliseconds each copy of a datagram arrives: lost, in time, late, twice. */
export const fate: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom([0], [10], [40]) },
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constantFrom([300], [1_200], [5_000], [33_000]) },
  { weight: 2, arbitrary: fc.constantFrom([0, 0], [0, 700], [40, 6_000]) },
);

/** Goes up with each description, as RFC 4566 §5.2 has it. */
const versionOf = (end: End): number => end.effects.length;
/** How the shells are: what they say at once when they are told of a call, or of another offer. */
export type Manner = 'silent' | 'answers' | 'refuses-again';
export const manner: fc.Arbitrary<Manner> = fc.constantFrom('silent', 'answers', 'refuses-again');
export function inManner(how: Manner, end: End, effect: UserAgentEffect): UserAgentInput | null {
  if (how === 'silent') return null;
  if (effect.kind === 'invited') return { kind: 'answer', leg: effect.leg, sdp: sdpOf(end) };
  if (effect.kind !== 'offered-again') return null;
  return how === 'answers'
    ? { kind: 'answer-again', leg: effect.leg, sdp: sdpOf(end, { port: 32_000, version: versionOf(end) }) }
    : { kind: 'refuse-again', leg: effect.leg };
}

/** What each shell did by itself, to know which ends it must hear of. */
export interface Done {
  readonly calls: LegId[];
  readonly ended: Set<LegId>;
}

export function fulfil(line: Line, done: Done, each: Wish): void {
  const end = line[each.who];
  if (each.what === 'call') {
    const leg = `${each.who}-${done.calls.length}` as LegId;
    done.calls.push(leg);
    line.feed(end, callInput(line, end, leg));
    return;
  }
  const leg = [...end.state.legs.keys()].at(each.leg);
  if (leg === undefined) return;
  if (each.what === 'refuse' || each.what === 'hang-up') done.ended.add(leg);
  line.feed(end, inputOf(end, leg, each));
}

function callInput(line: Line, from: End, leg: LegId): UserAgentInput {
  const to = from === line.alice ? line.bob : line.alice;
  return {
    kind: 'call',
    leg,
    flow: {
      transport: 'udp',
      local: { address: from.address, port: 5060 },
      remote: { address: to.address, port: 5060 },
      id: 'udp',
    },
    target: `sip:${to.name}@${to.address}`,
    from: `sip:${from.name}@${from.address}`,
    sdp: sdpOf(from),
  };
}

function inputOf(end: End, leg: LegId, { what, sound }: Wish): UserAgentInput {
  switch (what) {
    case 'answer':
    case 'progress':
      return { kind: what, leg, sdp: sdpOf(end) };
    case 'modify':
    case 'answer-again':
      return { kind: what, leg, sdp: sdpOf(end, { ...sound, version: versionOf(end) }) };
    case 'refuse':
    case 'refer-outcome':
      return { kind: what, leg, status: 486 };
    case 'call':
    case 'ring':
    case 'hang-up':
    case 'cancel':
    case 'refuse-again':
      return { kind: what === 'call' ? 'ring' : what, leg };
    default:
      return unreachable(what);
  }
}
