import type { TraceCall, TraceLadder, TraceMessage, TraceRefusal, TraceStep } from '@pledgeline/contract';

const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

const callOf = (id: string, seconds: number, change: Partial<TraceCall>): TraceCall => ({
  id,
  state: 'ended',
  line: '110',
  trunk: 'Numéro court 110',
  callerEnds: '23',
  withheld: false,
  hasPhone: false,
  arrivedAt: secondsAgo(seconds),
  answeredAt: secondsAgo(seconds - 1),
  endedAt: secondsAgo(seconds - 68),
  refusedWith: null,
  ...change,
});
const live = { answeredAt: null, endedAt: null } as const;

const someCalls = (): TraceCall[] => [
  callOf('refused', 20, {
    state: 'refused',
    line: null,
    callerEnds: '41',
    answeredAt: null,
    endedAt: secondsAgo(20),
    refusedWith: 404,
  }),
  callOf('waiting', 12, { ...live, state: 'waiting', callerEnds: '08' }),
  callOf('talking', 47, { ...live, state: 'talking', answeredAt: secondsAgo(46), hasPhone: true }),
  callOf('browser', 180, { withheld: true, callerEnds: null }),
  callOf('taken-up', 400, { callerEnds: null, trunk: null }),
];

/** What the server calls a status. */
const REASONS: Readonly<Record<number, string>> = { 100: 'Trying', 180: 'Ringing', 200: 'OK' };

const said = (atMs: number, change: Partial<TraceMessage>): TraceMessage => ({
  kind: 'message',
  atMs,
  with: 'carrier',
  direction: 'in',
  method: 'INVITE',
  status: null,
  reason: REASONS[change.status ?? 0] ?? null,
  sequence: 1,
  transport: 'udp',
  peer: '198.51.100.7:5060',
  body: { kind: 'none' },
  again: false,
  ...change,
});
const sound = (port: number): TraceMessage['body'] => ({
  kind: 'sound',
  codec: 'PCMA',
  direction: 'sendrecv',
  port,
});
const phone = { with: 'phone', peer: '192.0.2.77:5060' } as const;

const withPhone: readonly TraceStep[] = [
  said(0, { body: sound(41_000), sequence: 102 }),
  said(1, { direction: 'out', status: 100, sequence: 102 }),
  { kind: 'desk', atMs: 2, signal: 'offered' },
  said(3, { direction: 'out', status: 180, sequence: 102 }),
  said(4, { ...phone, direction: 'out', body: sound(30_002) }),
  said(504, { ...phone, direction: 'out', body: sound(30_002), again: true }),
  said(511, { ...phone, status: 180 }),
  { kind: 'desk', atMs: 540, signal: 'form-shown' },
  said(620, { ...phone, status: 200, body: sound(12_000) }),
  said(621, { ...phone, direction: 'out', method: 'ACK' }),
  said(622, { direction: 'out', status: 200, body: sound(30_000), sequence: 102 }),
  said(641, { method: 'ACK', sequence: 102 }),
];
const withBrowser: readonly TraceStep[] = [
  said(0, { body: sound(41_000) }),
  said(1, { direction: 'out', status: 100 }),
  { kind: 'desk', atMs: 2, signal: 'offered' },
  { kind: 'desk', atMs: 19, signal: 'picked-up' },
  { kind: 'desk', atMs: 31, signal: 'form-shown' },
  said(32, { direction: 'out', status: 200, body: sound(30_000) }),
  said(48, { method: 'ACK' }),
  { kind: 'desk', atMs: 67_992, signal: 'hung-up' },
  said(67_993, { direction: 'out', method: 'BYE' }),
  said(68_011, { direction: 'in', method: 'BYE', status: 200 }),
];
const refusedSteps: readonly TraceStep[] = [
  said(0, { body: sound(41_000) }),
  said(1, { direction: 'out', status: 404 }),
  said(19, { method: 'ACK' }),
];

const someRefusals = (): TraceRefusal[] => [
  refusal(20, { status: 404, method: 'INVITE' }),
  refusal(31, { because: 'unknown-source', peer: '203.0.113.200:5071', times: 1_284 }),
  refusal(95, { status: 486, method: 'INVITE', by: 'phone', peer: '192.0.2.77:5060' }),
  refusal(300, { because: 'malformed: bad-header', times: 2 }),
  refusal(400, { because: 'too-many-connections', peer: null, transport: null }),
];
const refusal = (seconds: number, change: Partial<TraceRefusal>): TraceRefusal => ({
  firstAt: secondsAgo(seconds + 600),
  lastAt: secondsAgo(seconds),
  times: 1,
  by: 'line',
  status: null,
  because: null,
  method: null,
  transport: 'udp',
  peer: '198.51.100.7:5060',
  ...change,
});

/** What goes on at the SIP port of an invented evening. */
export class FakeTrace {
  on = true;
  calls = someCalls();
  refusals = someRefusals();

  answer(path: string): unknown {
    if (path === '/api/trace') return { on: this.on, calls: this.calls };
    if (path === '/api/trace/refusals') return { refusals: this.refusals };
    return this.ladderOf(path.split('/').at(-1) ?? '');
  }

  ladderOf(id: string): TraceLadder | null {
    const call = this.calls.find((one) => one.id === id);
    if (call === undefined) return null;
    const steps = call.hasPhone ? withPhone : call.state === 'refused' ? refusedSteps : withBrowser;
    return { call, steps: [...steps], more: call.id === 'browser' ? 3 : 0 };
  }
}
