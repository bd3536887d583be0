import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { unreachable } from '@pledgeline/core';
import fc from 'fast-check';
import type { LegId, UserAgentInput } from '../src/index.ts';
import { Bench, TCP, UDP } from './testing/bench.ts';
import { bytes, invite, OFFER, OURS, request, response } from './testing/messages.ts';

/** One thing that may happen to a user agent; legs and tags are taken from what it has said before. */
type Happening =
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly call: number;
      readonly sequence: number;
      readonly branch: number;
      readonly inside: boolean;
      readonly body: string;
      readonly privacy: boolean;
    }
  | { readonly kind: 'response'; readonly status: number; readonly to: number; readonly body: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'damaged'; readonly at: number; readonly byte: number }
  | {
      readonly kind: 'wish';
      readonly wish: 'ring' | 'answer' | 'refuse' | 'hang-up' | 'cancel';
      readonly leg: number;
    }
  | { readonly kind: 'call' }
  | { readonly kind: 'flow-failed' }
  | { readonly kind: 'wait'; readonly ms: number };

const METHODS = [
  'INVITE',
  'INVITE',
  'ACK',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'UPDATE',
  'INFO',
  'REFER',
  'REGISTER',
  'ODD',
];
const body = fc.constantFrom(
  '',
  OFFER,
  OFFER.replace('sendrecv', 'sendonly'),
  OFFER.replace('40000', '5'),
  'rubbish',
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    method: fc.constantFrom(...METHODS),
    call: fc.nat(3),
    sequence: fc.nat(4),
    branch: fc.nat(6),
    inside: fc.boolean(),
    body,
    privacy: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('response' as const),
    status: fc.constantFrom(100, 180, 200, 302, 487, 500),
    to: fc.nat(20),
    body,
  }),
  fc.record({
    kind: fc.constant('bytes' as const),
    bytes: fc.uint8Array({ maxLength: 60 }).map((any) => Uint8Array.from(any)),
  }),
  fc.record({ kind: fc.constant('damaged' as const), at: fc.nat(500), byte: fc.nat(255) }),
  fc.record({
    kind: fc.constant('wish' as const),
    wish: fc.constantFrom('ring', 'answer', 'refuse', 'hang-up', 'cancel'),
    leg: fc.nat(5),
  }),
  fc.constant({ kind: 'call' as const }),
  fc.constant({ kind: 'flow-failed' as const }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 100, 600, 5_000, 40_000) }),
);

const LIMITS = { transactionsMax: 12, legsMax: 4 };

function inputOf(bench: Bench, happens: Happening, calls: number): UserAgentInput | null {
  const received = (wire: Uint8Array): UserAgentInput => ({
    kind: 'received',
    flow: bench.flow,
    bytes: wire,
  });
  switch (happens.kind) {
    case 'request': {
      const { method, call, sequence, branch, inside } = happens;
      const dialog = [...bench.state.legs.values()][call]?.dialog ?? null;
      const known = inside && dialog !== null;
      return received(
        bytes(
          request({
            method,
            sequence,
            branch: `z9hG4bK-${branch}`,
            callId: known ? dialog.callId : `call-${call}`,
            body: happens.body,
            more: happens.privacy ? ['Privacy: id'] : [],
            ...(known
              ? { to: `<sip:110@h>;tag=${dialog.localTag}`, from: `<sip:a@h>;tag=${dialog.remoteTag}` }
              : {}),
          }),
        ),
      );
    }
    case 'response': {
      const asked = bench.sent().filter((text) => !text.startsWith('SIP/2.0'));
      const to = asked[happens.to % Math.max(1, asked.length)];
      if (to === undefined) return null;
      return received(
        bytes(
          response(to, {
            status: happens.status,
            toTag: 'them',
            contact: '<sip:them@192.0.2.1>',
            body: happens.body,
          }),
        ),
      );
    }
    case 'bytes':
      return received(happens.bytes);
    case 'damaged': {
      const damaged = bytes(invite());
      damaged[happens.at % damaged.length] = happens.byte;
      return received(damaged);
    }
    case 'wish': {
      const leg = [...bench.state.legs.keys()][happens.leg] ?? ('nobody' as LegId);
      if (happens.wish === 'answer') return { kind: 'answer', leg, sdp: OURS };
      return happens.wish === 'refuse' ? { kind: 'refuse', leg, status: 486 } : { kind: happens.wish, leg };
    }
    case 'call':
      return {
        kind: 'call',
        leg: `ours-${calls}` as LegId,
        flow: bench.flow,
        target: 'sip:a@192.0.2.1',
        from: 'sip:b@h',
        sdp: OURS,
      };
    case 'flow-failed':
      return { kind: 'flow-failed', flow: bench.flow };
    case 'wait':
      return null;
    default:
      return unreachable(happens);
  }
}

/** Runs a script and holds the limits after each step. */
function run(script: readonly Happening[], flow = UDP): Bench {
  const bench = new Bench(flow, { limits: LIMITS });
  let calls = 0;
  for (const happens of script) {
    const input = inputOf(bench, happens, calls++);
    if (input !== null) bench.feed(input);
    bench.until(bench.nowMs + (happens.kind === 'wait' ? happens.ms : 0));
    const { legs, dialogs, transactions, origins, withheldCalls, wakes } = bench.state;
    ok(legs.size <= LIMITS.legsMax);
    // Beyond the limit of what may be asked of us only what we ask ourselves is kept: a few for each leg.
    ok(transactions.size <= LIMITS.transactionsMax + 3 * script.length);
    const servers = [...transactions.values()].filter(
      ({ role }) => role === 'server' || role === 'invite-server',
    );
    ok(servers.length <= LIMITS.transactionsMax);
    ok(origins.size <= servers.length && dialogs.size <= legs.size && withheldCalls.size <= legs.size);
    ok(wakes.length <= 6 * (script.length + 1));
  }
  return bench;
}

test('[UA-15] whatever comes in whatever order, nothing throws and the limits hold', () => {
  for (const flow of [UDP, TCP])
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (script) => {
        run(script, flow);
      }),
      { numRuns: 300 },
    );
});

test('[UA-15] once all is quiet nothing is left of calls that have ended', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (script) => {
      const bench = run(script);
      for (const leg of bench.state.legs.keys()) bench.feed({ kind: 'hang-up', leg });
      bench.until(bench.nowMs + 200_000);
      const { legs, dialogs, transactions, origins, withheldCalls, wakes } = bench.state;
      deepEqual(
        [legs.size, dialogs.size, transactions.size, origins.size, withheldCalls.size, wakes.length],
        [0, 0, 0, 0, 0, 0],
      );
    }),
    { numRuns: 300 },
  );
});

test('[UA-15] each leg that the shell heard of ends once', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (script) => {
      const ends = new Map<LegId, number>();
      for (const effect of run(script).effects)
        if (['cancelled', 'hung-up', 'lost', 'call-failed'].includes(effect.kind) && 'leg' in effect)
          ends.set(effect.leg, (ends.get(effect.leg) ?? 0) + 1);
      for (const [leg, times] of ends) equal(times, 1, leg);
    }),
    { numRuns: 300 },
  );
});

test('[UA-16] the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (script) => {
      deepEqual(run(script).sent(), run(script).sent());
    }),
    { numRuns: 100 },
  );
});
