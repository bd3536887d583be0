import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyExchange } from '@pledgeline/calls';
import type { AgentId, PositionId } from '@pledgeline/core';
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
  const sight = { exchange: emptyExchange(RULES), lineNumberOf: () => '', sinceOf: () => null };
  const seats = [seat(1, '', null), seat(2, 'sip:a@192.0.2.4', null), seat(3, '', 'caen-3')];
  deepEqual(
    floorView(seats, sight).agents.map(({ sound }) => sound),
    ['browser', 'phone', 'phone'],
  );
});
