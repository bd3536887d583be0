import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckKind } from '@pledgeline/contract';
import { checklist } from '../../src/rehearsal/checklist.ts';
import type { Facts } from '../../src/rehearsal/facts.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-12-04T18:00:00Z');
const GB = 1_000_000_000;

const position = (name: string, change: Partial<Facts['positions'][number]> = {}) => ({
  name,
  seated: true,
  sounds: true,
  soundedAt: NOW,
  ...change,
});

/** An evening on which everything is right. */
const facts = (change: Partial<Facts> = {}): Facts => ({
  now: NOW,
  trial: false,
  trunks: [{ name: 'Carrier', reach: 'up' }],
  numbers: 1,
  openings: [{ from: NOW + 2 * HOUR, until: NOW + 5 * HOUR }],
  closedByHand: false,
  prompts: { of: 12, synthetic: 0 },
  positions: [position('Caen 1'), position('Caen 2')],
  mail: 'reached',
  payment: 'reached',
  dataDisk: 40 * GB,
  databaseDisk: 40 * GB,
  backup: { by: 'Zoé', at: NOW - HOUR },
  rehearsedAt: NOW - HOUR,
  ...change,
});

function of(kind: CheckKind, change: Partial<Facts>) {
  const item = checklist(facts(change)).find((one) => one.kind === kind);
  return { state: item?.state, found: item?.found, names: item?.names, count: item?.count };
}
const judged = (kind: CheckKind, change: Partial<Facts>) => {
  const { state, found } = of(kind, change);
  return [state, found];
};

test('[RHS-1] where everything is right everything comes out right, each thing once', () => {
  const items = checklist(facts());
  deepEqual(
    items.filter(({ state }) => state !== 'ok'),
    [],
  );
  equal(new Set(items.map(({ kind }) => kind)).size, items.length);
  deepEqual(items[0], {
    kind: 'trunks',
    state: 'ok',
    found: 'trunks-up',
    count: 1,
    of: 1,
    names: [],
    at: null,
  });
});

test('[RHS-1] each fact that is not right shows in its own place, and nowhere else', () => {
  const wrong: readonly [CheckKind, Partial<Facts>][] = [
    ['trunks', { trunks: [] }],
    ['numbers', { numbers: 0 }],
    ['hours', { openings: [] }],
    ['stop', { closedByHand: true }],
    ['prompts', { prompts: { of: 12, synthetic: 3 } }],
    ['seats', { positions: [position('1'), position('2', { seated: false, sounds: false })] }],
    ['sound', { positions: [position('1', { sounds: false })] }],
    ['mail', { mail: 'lost' }],
    ['payment', { payment: 'lost' }],
    ['disk', { dataDisk: 0 }],
    ['database-disk', { databaseDisk: null }],
    ['backup', { backup: null }],
    ['rehearsed', { rehearsedAt: null }],
  ];
  for (const [kind, change] of wrong)
    deepEqual(
      checklist(facts(change)).flatMap((item) => (item.state === 'ok' ? [] : [item.kind])),
      [kind],
    );
  equal(wrong.length, checklist(facts()).length);
});

test('[RHS-2] a trunk that does not answer is wrong and named; one that is not asked is to do', () => {
  const trunks = [
    { name: 'A', reach: 'up' },
    { name: 'B', reach: 'unknown' },
    { name: 'C', reach: 'down' },
  ] as const;
  deepEqual(of('trunks', { trunks }), { state: 'wrong', found: 'trunks-down', names: ['C'], count: 1 });
  deepEqual(of('trunks', { trunks: trunks.slice(0, 2) }), {
    state: 'to-do',
    found: 'trunks-unasked',
    names: ['B'],
    count: 1,
  });
  deepEqual(judged('trunks', { trunks: [] }), ['wrong', 'trunks-none']);
  deepEqual(judged('trunks', { trunks: [], trial: true }), ['to-do', 'trunks-none']);
});

test('[RHS-3] hours that are past are wrong, none are to do; so is a line closed by hand', () => {
  deepEqual(judged('hours', { openings: [{ from: NOW - 3 * HOUR, until: NOW }] }), ['wrong', 'hours-past']);
  deepEqual(judged('hours', { openings: [] }), ['to-do', 'hours-none']);
  deepEqual(judged('hours', { openings: [{ from: NOW - HOUR, until: NOW + HOUR }] }), ['ok', 'hours-there']);
  deepEqual(judged('stop', { closedByHand: true }), ['to-do', 'line-closed']);
});

test('[RHS-4] whoever sits and hears nothing is wrong; a headset that was tried today counts', () => {
  const deaf = position('Caen 3', { sounds: false });
  const empty = position('Caen 4', { seated: false, sounds: false, soundedAt: null });
  deepEqual(of('sound', { positions: [deaf, empty] }), {
    state: 'wrong',
    found: 'sound-missing',
    names: ['Caen 3'],
    count: 1,
  });
  deepEqual(of('sound', { positions: [position('Caen 1'), empty] }), {
    state: 'to-do',
    found: 'sound-unchecked',
    names: ['Caen 4'],
    count: 1,
  });
  const tried = { ...empty, soundedAt: NOW - 20 * HOUR };
  deepEqual(judged('sound', { positions: [tried] }), ['ok', 'sound-checked']);
  deepEqual(judged('sound', { positions: [{ ...tried, soundedAt: NOW - 25 * HOUR }] }), [
    'to-do',
    'sound-unchecked',
  ]);
  const many = Array.from({ length: 350 }, (_, n) => ({ ...empty, name: `Caen ${n}` }));
  equal(of('seats', { positions: many }).names?.length, 20, 'a room has more positions than a list can name');
  deepEqual(judged('seats', { positions: [] }), ['wrong', 'seats-none']);
});

test('[RHS-5] what only a trial may be is wrong for donors', () => {
  for (const [kind, change, found] of [
    ['mail', { mail: 'kept' }, 'mail-kept'],
    ['payment', { payment: 'sandbox' }, 'payment-sandbox'],
    ['prompts', { prompts: { of: 12, synthetic: 12 } }, 'prompts-synthetic'],
  ] as const) {
    deepEqual(judged(kind, change), ['wrong', found]);
    deepEqual(judged(kind, { ...change, trial: true }), ['to-do', found]);
  }
});

test('[RHS-6] a disk is judged by what is free on it', () => {
  deepEqual(of('disk', { dataDisk: 0.9 * GB }), {
    state: 'wrong',
    found: 'disk-full',
    names: [],
    count: 900,
  });
  deepEqual(judged('disk', { dataDisk: GB }), ['to-do', 'disk-low']);
  deepEqual(judged('disk', { dataDisk: 5 * GB }), ['ok', 'disk-free']);
  deepEqual(judged('database-disk', { databaseDisk: null }), ['to-do', 'disk-elsewhere']);
});

test('[RHS-7] a tick is true for a day', () => {
  const at = (backupAt: number) => judged('backup', { backup: { by: 'Zoé', at: backupAt } });
  deepEqual(at(NOW - 24 * HOUR + 1), ['ok', 'backup-ticked']);
  deepEqual(at(NOW - 24 * HOUR), ['to-do', 'backup-open']);
  deepEqual(judged('rehearsed', { rehearsedAt: NOW - 25 * HOUR }), ['to-do', 'not-rehearsed']);
});
