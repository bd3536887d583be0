import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TRACE_LIMITS, type TraceStep } from '@pledgeline/contract';
import type { CallId, Instant } from '@pledgeline/core';
import type { Caller, Flow, UserAgentEffect, UserAgentInput } from '@pledgeline/sip';
import { Trace } from '../../src/trace/trace.ts';
import { endOf } from '../../src/trace/traced-call.ts';
import { FLOW, invite, legNamed, request, response, type Parts } from './messages.ts';

const CALL = 'call-a' as CallId;
const NUMBER: Caller = { kind: 'number', number: '+33639980177' };
const PHONE: Flow = { ...FLOW, remote: { address: '192.0.2.77', port: 5_070 } };
const T0 = 1_790_000_000_000;
const at = (ms: number): Instant => (T0 + ms) as Instant;
const nowhere = () => null;

const newTrace = (): Trace => new Trace((callId) => `key of ${callId}`);
const took = (trace: Trace, ms: number, input: UserAgentInput, ...effects: UserAgentEffect[]): void => {
  trace.before(input, at(ms));
  for (const effect of effects) trace.after(effect);
};
const came = (bytes: Uint8Array, flow = FLOW): UserAgentInput => ({ kind: 'received', flow, bytes });
const sends = (bytes: Uint8Array<ArrayBuffer>, flow = FLOW): UserAgentEffect => ({
  kind: 'send',
  flow,
  bytes,
});
const invited = (leg: string, caller: Caller = NUMBER): UserAgentEffect => ({
  kind: 'invited',
  leg: legNamed(leg),
  dialed: '110',
  caller,
  diverted: null,
  sdp: null,
  flow: FLOW,
  replaces: null,
  callId: 'not looked at',
});
const clock: UserAgentInput = { kind: 'clock' };

/** `ms with direction what`, a word a step. */
const drawn = (steps: readonly TraceStep[]): string[] =>
  steps.map((step) =>
    step.kind === 'desk'
      ? `${step.atMs} desk ${step.signal}`
      : `${step.atMs} ${step.with} ${step.direction} ${step.status ?? step.method}${step.again ? ' again' : ''}`,
  );
const ladderOf = (trace: Trace, call = CALL): string[] => drawn(trace.ladder(call, nowhere)?.steps ?? []);

/** A call by carrier, volunteer and desk phone from its INVITE to its end. */
function wholeCall(trace: Trace, parts: Parts = {}): void {
  took(
    trace,
    0,
    came(invite(parts)),
    sends(response(100, parts)),
    invited('call-a', { ...NUMBER, ...parts }),
  );
  trace.place(CALL, { line: '110', trunk: 'Carrier' });
  trace.tell(CALL, 'offered', at(2));
  const rings: Parts = { ...parts, callId: 'phone' };
  const call = {
    kind: 'call',
    leg: legNamed('call-a~1'),
    flow: PHONE,
    target: '',
    from: '',
    sdp: '',
  } as const;
  took(trace, 3, call, sends(invite(rings), PHONE));
  took(trace, 5, clock, sends(response(180, parts)));
  took(trace, 503, clock, sends(invite(rings), PHONE));
  took(trace, 510, came(response(200, rings), PHONE), sends(request({ ...rings, method: 'ACK' }), PHONE));
  trace.tell(CALL, 'form-shown', at(512));
  took(trace, 515, clock, sends(response(200, parts)));
  took(trace, 530, came(request({ ...parts, method: 'ACK' })));
  const bye: Parts = { ...parts, method: 'BYE', sequence: 2 };
  took(trace, 9_000, came(request(bye)), sends(response(200, bye)));
  trace.end(CALL, at(9_001));
}

test('[TRACE-1] a ladder shows carrier, desk phone and desk in their order, and what is said again', () => {
  const trace = newTrace();
  wholeCall(trace);
  deepEqual(ladderOf(trace), [
    '0 carrier in INVITE',
    '0 carrier out 100',
    '2 desk offered',
    '3 phone out INVITE',
    '5 carrier out 180',
    '503 phone out INVITE again',
    '510 phone in 200',
    '510 phone out ACK',
    '512 desk form-shown',
    '515 carrier out 200',
    '530 carrier in ACK',
    '9000 carrier in BYE',
    '9000 carrier out 200',
  ]);
  const [call] = trace.calls(nowhere);
  deepEqual(call, {
    id: 'call-a',
    state: 'ended',
    line: '110',
    trunk: 'Carrier',
    callerEnds: '77',
    withheld: false,
    hasPhone: true,
    arrivedAt: new Date(T0).toISOString(),
    answeredAt: new Date(T0 + 515).toISOString(),
    endedAt: new Date(T0 + 9_001).toISOString(),
    refusedWith: null,
  });
});

test('[TRACE-1] a call that is refused has its ladder too, and one that the carrier tries again is another call', () => {
  const trace = newTrace();
  took(trace, 0, came(invite()), invited('call-a'));
  took(trace, 1, clock, sends(response(503)));
  took(trace, 4, came(request({ method: 'ACK' })));
  took(trace, 900, came(invite({ sequence: 2 })), invited('call-b'));
  took(trace, 901, clock, sends(response(180, { sequence: 2 })));
  const [second, first] = trace.calls((call) => (call === 'call-b' ? 'waiting' : null));
  deepEqual([first?.state, first?.refusedWith, second?.state], ['refused', 503, 'waiting']);
  deepEqual(ladderOf(trace, 'call-b' as CallId), ['0 carrier in INVITE', '1 carrier out 180']);
  trace.forget(CALL);
  took(trace, 902, came(request({ sequence: 2, method: 'CANCEL' })));
  equal(ladderOf(trace, 'call-b' as CallId).at(-1), '2 carrier in CANCEL');
});

test('[TRACE-1] a re-INVITE that is refused ends nothing', () => {
  const trace = newTrace();
  took(trace, 0, came(invite()), invited('call-a'), sends(response(200)));
  took(trace, 9, came(invite({ sequence: 2 })), sends(response(488, { sequence: 2 })));
  equal(trace.calls(() => 'talking')[0]?.state, 'talking');
});

/** Digits as numbers have them, wherever they stand. */
const numbers = fc.stringMatching(/^\+?[1-9]\d{8,13}$/);
const digitsOf = (number: string): string[] => {
  const digits = number.replaceAll(/\D/g, '');
  return Array.from({ length: digits.length - 5 }, (_, from) => digits.slice(from, from + 6));
};

test('[TRACE-2] whatever number stands in whatever header, no six digits of it in a row are kept', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const trace = new Trace(() => 'k');
      wholeCall(trace, { number, sequence: Number(number) % 2_147_483_000 });
      took(trace, 9_500, came(invite({ number, callId: 'other' })), sends(response(404, { number })));
      const seen = JSON.stringify([
        trace.calls(nowhere).map(({ arrivedAt: _a, answeredAt: _b, endedAt: _c, ...call }) => call),
        trace.ladder(CALL, nowhere)?.steps,
        trace.refusals().map(({ firstAt: _a, lastAt: _b, ...refusal }) => refusal),
      ]);
      for (const six of digitsOf(number)) ok(!seen.includes(six), `${six} of ${number} in ${seen}`);
    }),
    { numRuns: 300 },
  );
});

test('[TRACE-3] of a caller’s number the last two digits are shown, of a short or a withheld one nothing', () => {
  equal(endOf(NUMBER), '77');
  equal(endOf({ kind: 'number', number: '06 39 98 01 23' }), '23');
  for (const number of ['3637', '123456', 'anonymous', '']) equal(endOf({ kind: 'number', number }), null);
  equal(endOf({ kind: 'withheld' }), null);
  const trace = newTrace();
  took(trace, 0, came(invite()), invited('call-a', { kind: 'withheld' }));
  const [call] = trace.calls(nowhere);
  deepEqual([call?.callerEnds, call?.withheld], [null, true]);
});

test('[TRACE-4] so many calls are kept, the ended ones going first; of each so many steps, and the rest is counted', () => {
  const trace = newTrace();
  for (let index = 0; index <= TRACE_LIMITS.callsMax; index += 1) {
    took(trace, index, came(invite({ callId: `c${index}` })), invited(`call-${index}`));
    if (index === 3) trace.end('call-3' as CallId, at(index));
  }
  const kept = trace.calls(nowhere).map(({ id }) => id);
  equal(kept.length, TRACE_LIMITS.callsMax);
  ok(kept.includes('call-0') && !kept.includes('call-3'));
  took(trace, 999, came(invite({ callId: 'last' })), invited('call-last'));
  ok(!trace.calls(nowhere).some(({ id }) => id === 'call-0'), 'the oldest goes where none has ended');

  const last = 'call-last' as CallId;
  for (let key = 0; key < TRACE_LIMITS.stepsMax + 5; key += 1)
    took(trace, 1_000, came(request({ callId: 'last', method: 'INFO', sequence: key + 2 })));
  trace.tell(last, 'hung-up', at(1_001));
  const ladder = trace.ladder(last, nowhere);
  deepEqual([ladder?.steps.length, ladder?.more], [TRACE_LIMITS.stepsMax, 7]);
});

test('[TRACE-5] refusals and drops are shown with their peer; the same again is counted and pushes nothing out', () => {
  const trace = newTrace();
  took(trace, 0, came(invite()), sends(response(404)));
  took(trace, 1, came(invite({ callId: 'x' })), { kind: 'dropped', because: 'stray-response' });
  const stranger = { transport: 'udp', remote: { address: '2001:db8::9', port: 9 } } as const;
  for (let times = 0; times < 3; times += 1) trace.dropped('unknown-source', stranger, at(2 + times));
  const [latest, dropped, refused] = trace.refusals();
  deepEqual([latest?.because, latest?.times, latest?.peer], ['unknown-source', 3, '[2001:db8::9]:9']);
  equal(latest?.lastAt, new Date(T0 + 4).toISOString());
  deepEqual([dropped?.because, refused?.status, refused?.method], ['stray-response', 404, 'INVITE']);
  deepEqual([refused?.peer, refused?.by], ['192.0.2.1:5060', 'line']);
  for (let index = 0; index < TRACE_LIMITS.refusalsMax; index += 1)
    trace.dropped(`word-${index}`, null, at(10));
  equal(trace.refusals().length, TRACE_LIMITS.refusalsMax);
  ok(!trace.refusals().some(({ because }) => because === 'unknown-source'));
});

test('[TRACE-5] a desk phone that refuses is listed; a caller who gives up and a refusal said twice are not', () => {
  const trace = newTrace();
  wholeCall(trace);
  const call = {
    kind: 'call',
    leg: legNamed('call-a~2'),
    flow: PHONE,
    target: '',
    from: '',
    sdp: '',
  } as const;
  took(trace, 600, call, sends(invite({ callId: 'busy' }), PHONE));
  const busy = came(response(486, { callId: 'busy' }), PHONE);
  took(trace, 610, busy);
  took(trace, 620, busy);
  took(
    trace,
    700,
    came(invite({ callId: 'gone' })),
    invited('call-b'),
    sends(response(487, { callId: 'gone' })),
  );
  const seen = trace.refusals().map(({ by, status, times }) => [by, status, times]);
  deepEqual(seen, [['phone', 486, 1]]);
});

test('[TRACE-6] a call that is handed over is gone, and what still comes of it is not seen', () => {
  const trace = newTrace();
  wholeCall(trace);
  trace.forget(CALL);
  equal(trace.ladder(CALL, nowhere), null);
  took(trace, 9_100, came(request({ method: 'BYE', sequence: 2 })), sends(response(200, { method: 'BYE' })));
  took(trace, 9_200, came(response(200, { callId: 'phone' }), PHONE));
  trace.tell(CALL, 'hung-up', at(9_300));
  deepEqual([trace.calls(nowhere), trace.refusals()], [[], []]);
});

test('[TRACE-7] a call of an earlier life is seen from then on, with both its legs', () => {
  const trace = newTrace();
  const callId = (name: string): string => `${name}-0639980177@0639980177`;
  trace.adopt(
    [
      { leg: legNamed('call-a~4'), callId: callId('phone') },
      { leg: legNamed('call-a'), callId: callId('one') },
    ],
    at(0),
  );
  took(
    trace,
    50,
    came(request({ method: 'BYE' })),
    sends(request({ method: 'BYE', callId: 'phone' }), PHONE),
  );
  deepEqual(ladderOf(trace), ['50 carrier in BYE', '50 phone out BYE']);
  equal(trace.calls(() => 'talking')[0]?.callerEnds, null);
});
