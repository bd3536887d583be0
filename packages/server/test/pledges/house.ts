import type { PledgeForm } from '@pledgeline/contract';
import type { AgentId, PositionId } from '@pledgeline/core';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NOBODY, type Actor } from '../../src/access/actor.ts';
import { migrateJobs } from '../../src/adapters/jobs/worker.ts';
import type { Database } from '../../src/adapters/database/connect.ts';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

/** A database with a trial campaign, two positions and three seatings, ready for pledges and their jobs. */
export async function moneyHouse(): Promise<TestDatabase> {
  const house = await testDatabase();
  await migrateJobs(house.url);
  await addCampaign(house.db, { id: 'c1', trial: true });
  await house.db.insertInto('sites').values({ id: 'caen', name: 'Caen' }).execute();
  await house.db
    .insertInto('positions')
    .values([
      { id: 'p1', site_id: 'caen', number: 1, code: 'AAA333', code_expires_at: null },
      { id: 'p2', site_id: 'caen', number: 2, code: 'CCC444', code_expires_at: null },
    ])
    .execute();
  const left = '2026-01-01T00:00:00.000Z';
  await house.db
    .insertInto('seatings')
    .values([
      { id: 'seat-1', position_id: 'p1', name: 'Zoé', expires_at: '2099-01-01', left_at: left },
      { id: 'seat-1-later', position_id: 'p1', name: 'Max', expires_at: '2099-01-01', left_at: null },
      { id: 'seat-2', position_id: 'p2', name: 'Lou', expires_at: '2099-01-01', left_at: null },
    ])
    .execute();
  return house;
}

export async function addCampaign(
  db: Database,
  { id, trial }: { id: string; trial: boolean },
): Promise<void> {
  await db
    .insertInto('campaigns')
    .values({
      id,
      name: 'Soirée',
      charity: 'Les Amis',
      time_zone: 'Europe/Paris',
      currency: 'EUR',
      amounts_cents: [2_000, 5_000],
      script: '{}',
      information: '{}',
      trial,
      open: true,
    })
    .execute();
}

const seatActor = (agent: string, position: string): Actor => ({
  kind: 'seat',
  roles: ['volunteer'],
  seat: {
    agent: agent as AgentId,
    position: position as PositionId,
    positionNumber: 1,
    site: 'Caen',
    siteId: 'caen',
    name: 'Zoé',
    phone: '',
    account: null,
    languages: ['fr'],
    professional: false,
    listener: false,
  },
});

export const ACTORS: Readonly<Record<string, Actor>> = {
  zoe: seatActor('seat-1', 'p1'),
  max: seatActor('seat-1-later', 'p1'),
  lou: seatActor('seat-2', 'p2'),
  office: { kind: 'staff', id: 's1', name: 'Office', roles: ['office'], seat: null },
  nobody: NOBODY,
};

/** The platform, with whoever the header `x-actor` names as the one who asks. */
export async function appFor(db: Database, routes: (app: FastifyInstance) => void) {
  const whoIs = async (request: FastifyRequest): Promise<Actor> =>
    ACTORS[[request.headers['x-actor']].flat()[0] ?? 'nobody'] ?? NOBODY;
  return testApp(db, { routes, deps: { whoIs } });
}

export const ANNE: PledgeForm['donor'] = {
  title: 'mrs',
  firstName: 'Anne',
  lastName: 'Petit',
  phone: '+33612345678',
  email: 'anne@example.org',
  street: '12 rue des Lilas',
  postcode: '75002',
  town: 'Paris',
  country: 'FR',
};

export const pledgeForm = (changes: Partial<PledgeForm> = {}): PledgeForm => ({
  call: 'call-1',
  revision: 1,
  amountCents: 5_000,
  frequency: 'once',
  way: 'sms',
  donor: ANNE,
  language: 'fr',
  note: '',
  informationVersion: '1',
  refusesSolicitation: false,
  takenAt: '2026-11-23T20:00:00.000Z',
  ...changes,
});

export const newId = (): string => randomUUID();
