import type { AgentId, Instant } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import { Writable } from 'node:stream';
import { accessRoutes } from '../../src/access/routes.ts';
import { sessions } from '../../src/access/sessions.ts';
import { openStaffAuth } from '../../src/access/staff-auth.ts';
import type { SeatHeld } from '../../src/access/actor.ts';
import type { Tables } from '../../src/adapters/database/tables.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { buildApp, type AppDeps } from '../../src/app.ts';
import { campaignRoutes } from '../../src/campaigns/routes.ts';
import { volunteerRoutes } from '../../src/volunteers/routes.ts';

export interface TestAppOptions {
  readonly routes?: (app: FastifyInstance) => void;
  readonly deps?: Partial<AppDeps>;
}

/** The platform without sockets, on a database: what was logged and what the floor would have been told come with it. */
export async function testApp(db: Kysely<Tables>, options: TestAppOptions = {}) {
  const lines: string[] = [];
  const paused: number[] = [];
  const told: ({ seated: SeatHeld } | { unseated: AgentId } | { rules: true })[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = openLog({ level: 'info', destination });
  const auth = openStaffAuth({
    db,
    secret: 'a secret of this test, long enough',
    publicUrl: 'http://localhost',
    log,
  });
  const hooks = {
    onSeated: (seat: SeatHeld) => void told.push({ seated: seat }),
    onUnseated: (agent: AgentId) => void told.push({ unseated: agent }),
  };
  const app = await buildApp({
    log,
    registry: new Registry(),
    health: async () => ({ database: 'up', media: 'up', sip: 'up', newCalls: 'all' }),
    whoIs: sessions(db, auth),
    publicOrigin: null,
    webFolder: null,
    routes: (fastify) => {
      accessRoutes(fastify, { db, auth, ...hooks });
      volunteerRoutes(fastify, {
        db,
        ...hooks,
        now: () => Date.now() as Instant,
        pause: async (ms) => void paused.push(ms),
      });
      campaignRoutes(fastify, { db, onRules: async () => void told.push({ rules: true }) });
      options.routes?.(fastify);
    },
    ...options.deps,
  });
  return { ...app, auth, log, lines, paused, told };
}

/** A browser's jar, as far as a test needs one. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  take(setCookie: string | readonly string[] | undefined): this {
    for (const line of [setCookie ?? []].flat()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), value);
    }
    return this;
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

export async function addStaff(db: Kysely<Tables>, id: string, roles: readonly string[]): Promise<void> {
  await db
    .insertInto('staff')
    .values({
      id,
      name: `Staff ${id}`,
      email: `${id}@example.test`,
      email_verified: true,
      roles: JSON.stringify(roles),
    })
    .execute();
}

/** Two positions at one site, with the codes AAA333 and CCC444. */
export async function addPositions(db: Kysely<Tables>): Promise<void> {
  await db.insertInto('sites').values({ id: 'caen', name: 'Caen' }).execute();
  await db
    .insertInto('positions')
    .values([
      { id: 'p1', site_id: 'caen', number: 1, code: 'AAA333', code_expires_at: null },
      { id: 'p2', site_id: 'caen', number: 2, code: 'CCC444', code_expires_at: null },
    ])
    .execute();
}
