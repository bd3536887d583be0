import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import type { SeatHooks } from './routes.ts';
import { endExpired } from './seatings.ts';

const EVERY_MS = 60_000;

/** Frees the seats whose time is over, once a minute, so that a forgotten one does not keep its agent on the floor. */
export function freeExpiredSeats(deps: { db: Kysely<Tables>; log: Log } & Pick<SeatHooks, 'onUnseated'>): {
  stop: () => void;
} {
  const sweep = async (): Promise<void> => {
    const agents = await endExpired(deps.db, null);
    for (const agent of agents) deps.onUnseated(agent);
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => deps.log.warn({ err: error }, 'expired seats were not freed'));
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
