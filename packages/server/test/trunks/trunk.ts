import type { TrunkForm } from '@pledgeline/contract';
import type { TrunkId } from '@pledgeline/core';
import type { Question } from '@pledgeline/sip';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { passwordsUnder } from '../../src/trunks/password.ts';
import type { Trunk } from '../../src/trunks/trunk.ts';

/** What the trunks of a server need, with a name server that knows nothing. */
export const trunkDeps = () => ({
  clock: steadyClock(),
  passwords: passwordsUnder('a key of this test'),
  ask: async (question: Question) => ({
    answer: { ...question, records: [] },
    ttlSeconds: null,
    isAway: false,
  }),
});

export const trunkForm = (change: Partial<TrunkForm> = {}): TrunkForm => ({
  name: 'Carrier',
  enabled: true,
  transport: 'udp',
  addresses: ['198.51.100.7'],
  registration: null,
  outboundProxy: null,
  countryCode: '33',
  shortNumbers: ['110'],
  callsMax: 10,
  earlyMedia: false,
  keepAliveSeconds: null,
  authority: null,
  outgoing: false,
  ...change,
});

export const trunk = (id: string, change: Partial<Trunk> = {}): Trunk => ({
  ...trunkForm(),
  id: id as TrunkId,
  name: id,
  trial: false,
  revision: 1,
  registration: null,
  ...change,
});

export const registration = {
  registrar: 'registrar.carrier.example',
  user: '0231000000',
  authUser: null,
  password: 'geheim und sicher',
  expiresSeconds: 600,
};
