import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { mayBePhone, placesOfPhones, shownPlace, standingOf, type From } from '../../src/phones/places.ts';

const SITES = [
  { id: 'caen', networks: ['192.0.2.0/24', '2001:db8:1::/48'] },
  { id: 'lyon', networks: ['198.51.100.0/25', '203.0.113.7'] },
  { id: 'none', networks: [] },
];
const places = placesOfPhones(SITES, { isTrial: false, hasAccounts: true });
const from = (address: string, transport: From['transport'] = 'udp'): From => ({ address, transport });

test('[TEL-16] where an account may be used: in a network of its own site, or over TLS', () => {
  const cases = [
    ['192.0.2.9', 'caen', 'here'],
    ['::ffff:192.0.2.9', 'caen', 'here'],
    ['2001:db8:1::9', 'caen', 'here'],
    ['192.0.3.9', 'caen', 'nowhere'],
    ['2001:db8:2::9', 'caen', 'nowhere'],
    ['198.51.100.127', 'caen', 'elsewhere'],
    ['198.51.100.127', 'lyon', 'here'],
    ['198.51.100.128', 'lyon', 'nowhere'],
    ['203.0.113.7', 'lyon', 'here'],
    ['203.0.113.8', 'lyon', 'nowhere'],
    ['192.0.2.9', 'none', 'elsewhere'],
    // A name without an account stands as one of another site does: the answer tells nothing.
    ['192.0.2.9', null, 'elsewhere'],
    ['203.0.113.8', null, 'nowhere'],
    ['127.0.0.1', 'caen', 'nowhere'],
  ] as const;
  for (const [address, site, standing] of cases) {
    equal(standingOf(places, from(address), site), standing, `${address} for ${site}`);
    equal(standingOf(places, from(address, 'tcp'), site), standing);
    equal(mayBePhone(places, from(address)), standing !== 'nowhere', address);
    equal(standingOf(places, from(address, 'tls'), site), 'here');
  }
});

test('[TEL-16] over TLS from anywhere, but only where there is an account', () => {
  equal(mayBePhone(places, from('203.0.113.99', 'tls')), true);
  const nobody = placesOfPhones(SITES, { isTrial: false, hasAccounts: false });
  equal(mayBePhone(nobody, from('203.0.113.99', 'tls')), false);
  for (const transport of ['tls', 'udp'] as const)
    equal(mayBePhone(nobody, from('192.0.2.1', transport)), false);
});

test('[TEL-16] in a trial, this very machine is a network of every site', () => {
  const trial = placesOfPhones(SITES, { isTrial: true, hasAccounts: true });
  for (const site of ['caen', 'lyon', 'none'])
    for (const address of ['127.0.0.1', '127.9.9.9', '::1'])
      equal(standingOf(trial, from(address), site), 'here');
  equal(standingOf(trial, from('203.0.113.8'), 'caen'), 'nowhere');
});

test('[TEL-41] a phone in the house is shown by its address, one at somebody’s home by its beginning', () => {
  const cases = [
    ['192.0.2.9', '192.0.2.9'],
    ['::ffff:192.0.2.9', '192.0.2.9'],
    ['2001:db8:1::9', '2001:db8:1::9'],
    ['203.0.113.99', '203.0.…'],
    ['::ffff:203.0.113.99', '203.0.…'],
    ['2001:db8:2:3:4::9', '2001:db8:…'],
    ['::1', '::…'],
  ] as const;
  for (const [address, shown] of cases) equal(shownPlace(places, address), shown);
});
