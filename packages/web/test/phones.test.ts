import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE_ACCOUNT_LIMITS, PhoneUser } from '@pledgeline/contract';
import { readNetworks } from '../src/access/networks.ts';
import { proposedUser } from '../src/access/proposed-user.ts';

test('[POSITIONS-44] the name that is proposed says where the telephone stands', () => {
  assert.equal(proposedUser({ site: 'Salle Évrard', number: 17 }), 'salle-evrard-17');
  assert.equal(proposedUser({ site: ' L’Été / 2ᵉ ', number: 1 }), 'l-ete-2-1');
  assert.equal(proposedUser({ site: '会場', number: 2 }), 'position-2');
  for (const site of ['x'.repeat(80), '-'.repeat(80), `${'x'.repeat(36)} y`, '']) {
    const user = proposedUser({ site, number: 1200 });
    assert.ok(PhoneUser.safeParse(user).success, user);
  }
});

test('[POSITIONS-43] networks are read however they are parted, each once', () => {
  assert.deepEqual(readNetworks(' 192.0.2.0/24\n\n2001:db8::/48, 192.0.2.0/24;198.51.100.7 '), {
    kind: 'networks',
    networks: ['192.0.2.0/24', '2001:db8::/48', '198.51.100.7'],
  });
  assert.deepEqual(readNetworks(' \n'), { kind: 'networks', networks: [] });
});

test('[POSITIONS-43] an entry that is no network is named, with why', () => {
  for (const [entry, fault] of [
    ['salle.example', 'unreadable'],
    ['192.0.2', 'unreadable'],
    ['192.0.2.0/33', 'unreadable'],
    ['192.0.2.1/24', 'notWhole'],
    ['2001:db8::1/48', 'notWhole'],
    ['0.0.0.0/0', 'tooWide'],
    ['8.0.0.0/7', 'tooWide'],
    ['2001::/16', 'tooWide'],
  ] as const)
    assert.deepEqual(readNetworks(`198.51.100.7 ${entry}`), { kind: 'wrong', entry, fault });
  const most = Array.from({ length: PHONE_ACCOUNT_LIMITS.networksPerSiteMax }, (_, at) => `192.0.2.${at}`);
  assert.equal(readNetworks(most.join(' ')).kind, 'networks');
  assert.equal(readNetworks([...most, '198.51.100.7'].join(' ')).kind, 'too-many');
});
