import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PledgeIdText, type Caller } from '@pledgeline/contract';
import type { CallId } from '@pledgeline/core';
import { judgeNumber, ownNumber } from '../../src/keypad/judge-number.ts';
import { notedCalls, pledgeIdOf, saveKeyed } from '../../src/keypad/pledge.ts';
import { moneyHouse } from '../pledges/house.ts';
import type { TestDatabase } from '../testing/database.ts';

let house: TestDatabase;
before(async () => {
  house = await moneyHouse();
});
after(() => house.end());

const CALL = 'call-1' as CallId;
const KEYED = { call: CALL, euros: 25, phone: '+33612345678', language: 'fr', trialCall: false } as const;
const NOW = Date.parse('2026-11-24T20:00:00Z');

test('[KPD-4] saved again it is the same pledge, with what was said last', async () => {
  const first = await saveKeyed(house.db, KEYED, NOW);
  deepEqual(first.ok && first.value.changed, true);
  const second = await saveKeyed(house.db, KEYED, NOW + 1_000);
  deepEqual(second.ok && second.value.changed, false);
  await saveKeyed(house.db, { ...KEYED, euros: 30, phone: '' }, NOW + 2_000);
  const rows = await house.db.selectFrom('pledges').selectAll().execute();
  deepEqual(
    rows.map(({ id, revision, amount_cents, phone }) => [id, revision, amount_cents, phone]),
    [[pledgeIdOf(CALL), 2, 3_000, '']],
  );
  deepEqual(await notedCalls(house.db, [CALL, 'call-2' as CallId]), [CALL]);
});

test('[KPD-4] the id is a UUID, and each call has its own', () => {
  match(PledgeIdText.parse(pledgeIdOf(CALL)), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/);
  notEqual(pledgeIdOf(CALL), pledgeIdOf('call-2' as CallId));
});

test('[KPD-3] a number for the link is one at which an SMS arrives', () => {
  const judged = (digits: string): string => {
    const found = judgeNumber(digits);
    return found.kind === 'number' ? found.number : found.kind;
  };
  equal(judged('0612345678'), '+33612345678');
  equal(judged('0033712345678'), '+33712345678');
  equal(judged('0692123456'), '+262692123456');
  equal(judged('00447911123456'), '+447911123456');
  for (const wrong of ['', '12', '112', '0102030405', '06123456', '061234567890', '0590123456'])
    equal(judged(wrong), 'wrong', wrong);
  for (const card of ['4111111111111111', '5555555555554444', '378282246310005', '4222222222222'])
    equal(judged(card), 'card', card);
});

test('[KPD-3] the caller’s own number counts where it is known, and a mobile one', () => {
  const unknown = (phone: string): Caller => ({ kind: 'unknown', phone });
  equal(ownNumber(unknown('+33612345678')), '+33612345678');
  for (const caller of [unknown('+33261910001'), unknown(''), { kind: 'withheld' } as const])
    equal(ownNumber(caller), null);
});
