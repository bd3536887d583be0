import type { CallId, CampaignId, Instant } from '@pledgeline/core';
import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import {
  outsideState,
  outsideWakesAt,
  stepOutside,
  type OutsideInput,
  type OutsideLegId,
  type OutsideState,
} from '../src/index.ts';

const A = 'a' as CampaignId;
const B = 'b' as CampaignId;
const RULES = { callsMax: 2, perHourMax: 4, longestMs: 600_000 };
const SETTINGS = { callsMax: 3, firstWordMs: 4_000, ringMs: 45_000, attemptsMax: 3 };
const CAMPAIGNS = new Map([
  [A, RULES],
  [B, RULES],
]);

/** What is told to the machine and what it orders, as lines. */
class Told {
  readonly state: OutsideState;
  readonly lines: string[] = [];

  constructor(state = outsideState(SETTINGS, CAMPAIGNS)) {
    this.state = state;
  }

  at(ms: number, input: OutsideInput): this {
    const { effects } = stepOutside(this.state, input, ms as Instant);
    const orders = effects.map((effect) => Object.values(effect).join(' '));
    this.lines.push(`${ms} ${input.kind}: ${orders.join(', ')}`);
    return this;
  }

  place(ms: number, leg: string, campaign = A): this {
    const id = leg as OutsideLegId;
    return this.at(ms, { kind: 'place', leg: id, call: `call of ${leg}` as CallId, campaign });
  }

  say(ms: number, kind: 'reached' | 'ringing' | 'answered', leg = 'x', attempt = 1): this {
    return this.at(ms, { kind, leg: leg as OutsideLegId, attempt });
  }

  failed(ms: number, status: number, attempt = 1): this {
    return this.at(ms, { kind: 'failed', leg: 'x' as OutsideLegId, attempt, status });
  }

  /** Wakes the machine whenever it asks for it. */
  until(ms: number): this {
    for (let wake = outsideWakesAt(this.state); wake !== null && wake <= ms;)
      wake = outsideWakesAt(this.at(wake, { kind: 'clock' }).state);
    return this;
  }
}

test('[OUT-6] a call that is placed rings, is answered, and ends when the other side hangs up', () => {
  const told = new Told().place(0, 'x').say(100, 'reached').say(900, 'ringing').say(9_000, 'answered');
  told.at(60_000, { kind: 'over', leg: 'x' as OutsideLegId, attempt: 1, because: 'hung-up' });
  told.say(60_001, 'ringing').until(10_000_000);
  deepEqual(told.lines, [
    '0 place: try x 1',
    '100 reached: ',
    '900 ringing: rings x',
    '9000 answered: connected x',
    '60000 over: closed x hung-up true',
    '60001 ringing: ',
  ]);
});

test('[OUT-1] a campaign has so many calls at once, and so has the machine', () => {
  const told = new Told().place(0, 'x').place(0, 'y').place(0, 'z').place(0, 'v', B).place(0, 'w', B);
  told.place(0, 'u', 'none' as CampaignId);
  deepEqual(told.lines.slice(2), [
    '0 place: refused z campaign-full',
    '0 place: try v 1',
    '0 place: refused w machine-full',
    '0 place: refused u no-such-campaign',
  ]);
  told.at(1, { kind: 'end', leg: 'x' as OutsideLegId }).place(2, 'z');
  deepEqual(told.lines.slice(6), ['1 end: give-up x 1, closed x released false', '2 place: try z 1']);
});

test('[OUT-2] in no sixty minutes begin more than the ceiling, answered or not', () => {
  const told = new Told();
  const places = [0, 10, 3_000_000, 3_000_001];
  for (const ms of places)
    told.place(ms, `at ${ms}`).at(ms, { kind: 'end', leg: `at ${ms}` as OutsideLegId });
  equal(told.place(3_599_999, 'e').lines.at(-1), '3599999 place: refused e hour-full');
  equal(told.place(3_600_000, 'f').lines.at(-1), '3600000 place: try f 1');
  equal(told.place(3_600_001, 'g').lines.at(-1), '3600001 place: refused g hour-full');
});

test('[OUT-3] new rules hold for what begins after them', () => {
  const told = new Told().place(0, 'x').say(1_000, 'answered');
  told.at(2_000, { kind: 'rules-set', campaigns: new Map([[A, { ...RULES, callsMax: 0, longestMs: 1 }]]) });
  told.place(3_000, 'y').until(601_000);
  deepEqual(told.lines.slice(3), [
    '3000 place: refused y campaign-full',
    '601000 clock: give-up x 1, closed x too-long true',
  ]);
});

test('[OUT-4] nobody answers: it is given up when it has rung for long enough', () => {
  const told = new Told().place(0, 'x').say(100, 'reached').say(2_000, 'ringing').until(100_000);
  equal(told.lines.at(-1), '45000 clock: give-up x 1, closed x no-answer false');
});

test('[OUT-5] silent and failing ways are left for the next, up to a limit', () => {
  const told = new Told().place(0, 'x').until(4_000).failed(5_000, 503, 2).failed(6_000, 500, 3);
  deepEqual(told.lines, [
    '0 place: try x 1',
    '4000 clock: give-up x 1, try x 2',
    '5000 failed: try x 3',
    '6000 failed: closed x unreachable false',
  ]);
  const none = new Told()
    .place(0, 'x')
    .failed(1, 408)
    .at(2, { kind: 'no-way', leg: 'x' as OutsideLegId });
  equal(none.lines.at(-1), '2 no-way: closed x unreachable false');
});

test('[OUT-5] what rang is not rung a second time by another way', () => {
  const told = new Told().place(0, 'x').say(1, 'ringing').failed(2, 503);
  equal(told.lines.at(-1), '2 failed: closed x no-answer false');
});

test('[OUT-6] what the one who is called says is final, and has a word', () => {
  const words = [486, 600, 480, 487, 404, 403, 603, 488].map((status) =>
    new Told().place(0, 'x').failed(1, status).lines.at(-1)?.split(' ').slice(-2, -1).join(),
  );
  deepEqual(words, ['busy', 'busy', 'no-answer', 'no-answer', 'refused', 'refused', 'refused', 'refused']);
});

test('[OUT-7] a way that was left and is answered all the same is ended', () => {
  const told = new Told().place(0, 'x').until(4_000).say(4_100, 'answered', 'x', 1);
  equal(told.lines.at(-1), '4100 answered: give-up x 1');
  told.at(5_000, { kind: 'end', leg: 'x' as OutsideLegId }).say(5_001, 'answered', 'x', 2);
  equal(told.lines.at(-1), '5001 answered: give-up x 2');
});

test('[OUT-8] what an earlier life left counts: calls, their end, and the hour', () => {
  const before = new Told().place(0, 'x').place(10, 'y').say(1_000, 'answered').until(30_000);
  const talking = [...before.state.calls.values()].filter(({ place }) => place.kind === 'talking');
  const remains = { talking, placed: before.state.placed };
  const told = new Told(outsideState(SETTINGS, CAMPAIGNS, remains));
  told
    .place(50_000, 'z')
    .place(50_001, 'v')
    .at(50_002, { kind: 'end', leg: 'z' as OutsideLegId });
  told
    .place(50_003, 'v')
    .at(50_004, { kind: 'end', leg: 'v' as OutsideLegId })
    .place(50_005, 'w');
  deepEqual(told.lines, [
    '50000 place: try z 1',
    '50001 place: refused v campaign-full',
    '50002 end: give-up z 1, closed z released false',
    '50003 place: try v 1',
    '50004 end: give-up v 1, closed v released false',
    '50005 place: refused w hour-full',
  ]);
  told.until(601_000);
  equal(told.lines.at(-1), '601000 clock: give-up x 1, closed x too-long true');
  const ringing = [...new Told().place(0, 'x').state.calls.values()];
  throws(() => outsideState(SETTINGS, CAMPAIGNS, { talking: ringing, placed: new Map() }), /INVITE/);
});
