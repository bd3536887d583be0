import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { LineId, TrunkId } from '@pledgeline/core';
import { lineFinder } from '../../src/telephony/lines.ts';
import { trunkFinder, type Trunk } from '../../src/telephony/trunks.ts';

const trunk = (id: string, ...addresses: string[]): Trunk => ({
  id: id as TrunkId,
  name: id,
  addresses,
  callsMax: 10,
  trial: false,
});

test('[TRUNK-1] a peer is known by its address or by its block, in either family', () => {
  const find = trunkFinder([trunk('a', '198.51.100.7', '2001:db8::/32'), trunk('b', '203.0.113.0/24')]);
  equal(find('198.51.100.7')?.id, 'a');
  equal(find('::ffff:198.51.100.7')?.id, 'a');
  equal(find('2001:db8:1::5')?.id, 'a');
  equal(find('203.0.113.200')?.id, 'b');
  equal(find('198.51.100.8'), null);
  equal(find('not-an-address'), null);
});

test('[TRUNK-2] a line is found by the number dialed, with or without the country', () => {
  const line = { id: 'l1' as LineId, number: '110', language: 'fr', open: true, trial: false } as const;
  const find = lineFinder([line, { ...line, id: 'l2' as LineId, number: '+33123456789' }]);
  for (const dialed of ['110', '+33110', '0033110']) equal(find(dialed)?.id, 'l1', dialed);
  for (const dialed of ['+33123456789', '0033123456789']) equal(find(dialed)?.id, 'l2', dialed);
  for (const dialed of ['', '11', '1100', 'anonymous']) equal(find(dialed), null, dialed);
});
