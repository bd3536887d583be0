import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExchange, step } from '@pledgeline/calls';
import type { AgentId, CallId, Instant, LineId, PositionId } from '@pledgeline/core';
import type { SeatHeld } from '../../src/access/actor.ts';
import { floorView } from '../../src/distribution/floor-view.ts';

const RULES = {
  offerMs: 3_000,
  wrapUpMs: 12_000,
  wrapUpMaxMs: 60_000,
  waitingMax: 500,
  formShownMs: 400,
  acknowledgeMs: 32_000,
  mediaBackMs: 10_000,
  overflowMs: 0,
  choiceMs: null,
  sites: [],
  callback: { triesMax: 3, retryMs: 180_000, keepMs: 3_600_000 },
};

const seat = (positionNumber: number, phone: string, account: string | null): SeatHeld => ({
  agent: `a${positionNumber}` as AgentId,
  position: `p${positionNumber}` as PositionId,
  positionNumber,
  site: 'Caen',
  siteId: 'caen',
  name: 'Zoé',
  phone,
  account,
  languages: ['fr'],
  professional: false,
  listener: false,
});

test('[SUP-5] whoever sits at a telephone is seen to, at a fixed address or by an account', () => {
  const sight = {
    exchange: emptyExchange(RULES),
    lineNumberOf: () => '',
    sinceOf: () => null,
    figures: () => null,
    alarms: () => [],
  };
  const seats = [seat(1, '', null), seat(2, 'sip:a@192.0.2.4', null), seat(3, '', 'caen-3')];
  deepEqual(
    floorView(seats, sight).agents.map(({ sound }) => sound),
    ['browser', 'phone', 'phone'],
  );
});

test('[FLW-1] who waits is seen by when it came, the longest waiting first; who is set aside keeps that place', () => {
  const exchange = emptyExchange(RULES);
  for (const [at, call] of [
    [5, 'late'],
    [1, 'early'],
    [3, 'middle'],
  ] as const) {
    const invited = {
      kind: 'invited',
      call: call as CallId,
      line: 'l' as LineId,
      language: 'en',
      open: true,
    } as const;
    step(exchange, invited, at as Instant);
  }
  exchange.floor.waiting.remove('middle' as CallId);
  exchange.floor.aside.set('middle' as CallId, { since: 3 as Instant, until: null });
  const sight = {
    exchange,
    lineNumberOf: () => '110',
    sinceOf: () => null,
    figures: () => null,
    alarms: () => [],
  };
  const { queue, waiting } = floorView([], sight);
  equal(waiting, 3);
  deepEqual(
    queue.map(({ call, since, doing, line, language }) => [call, since, doing, line, language]),
    [
      ['early', 1, 'listening', '110', 'en'],
      ['middle', 3, 'aside', '110', 'en'],
      ['late', 5, 'listening', '110', 'en'],
    ],
  );
});
