import { unreachable } from '@pledgeline/core';
import fc from 'fast-check';
import type { LegId, UserAgentInput } from '../../src/index.ts';
import type { Bench } from './bench.ts';
import { bytes, invite, OFFER, OURS, request, response } from './messages.ts';

/** One thing that may happen to a user agent; legs and tags are taken from what it has said before. */
export type Happening =
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
export const happening: fc.Arbitrary<Happening> = fc.oneof(
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

/** What it is to the machine; null: nothing can be made of it now. */
export function inputOf(bench: Bench, happens: Happening, calls: number): UserAgentInput | null {
  const received = (wire: Uint8Array): UserAgentInput => ({
    kind: 'received',
    flow: bench.flow,
    bytes: wire,
  });
  switch (happens.kind) {
    case 'request':
      return received(requestOf(bench, happens));
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

function requestOf(bench: Bench, happens: Happening & { readonly kind: 'request' }): Uint8Array {
  const { method, call, sequence, branch, inside, body: sdp, privacy } = happens;
  const dialog = [...bench.state.legs.values()][call]?.dialog ?? null;
  const known = inside && dialog !== null;
  return bytes(
    request({
      method,
      sequence,
      branch: `z9hG4bK-${branch}`,
      callId: known ? dialog.callId : `call-${call}`,
      body: sdp,
      more: privacy ? ['Privacy: id'] : [],
      ...(known
        ? { to: `<sip:110@h>;tag=${dialog.localTag}`, from: `<sip:a@h>;tag=${dialog.remoteTag}` }
        : {}),
    }),
  );
}
