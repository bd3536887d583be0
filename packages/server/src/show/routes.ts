import {
  addMoment,
  addOpening,
  changeMoment,
  closeLine,
  getEvening,
  getShow,
  importShow,
  openLineAgain,
  removeMoment,
  removeOpening,
} from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { route, type Refusal } from '../adapters/http/route.ts';
import { readEvening, readShow } from './read.ts';
import { readShowFile } from './show-file.ts';
import { ShowStore } from './store.ts';

export interface ShowDeps {
  readonly db: Kysely<Tables>;
  readonly now: () => number;
  /** The lines take up when they are open, and every desk is told to ask again. */
  readonly onHours: () => Promise<void>;
  /** Whoever waits is to hear that the line is closed. */
  readonly onLetGo: () => void;
}

const NO_CAMPAIGN: Refusal = { fault: 'NOT_FOUND' };

export function showRoutes(app: FastifyInstance, { db, now, onHours, onLetGo }: ShowDeps): void {
  const store = new ShowStore(db);
  const evening = async () => found(await readEvening(db, now()));
  const show = async () => found(await readShow(db, now()));
  /** What was written is in force before it is answered. */
  const inForce = async (done: Result<null, Refusal>): Promise<Result<null, Refusal>> => {
    if (done.ok) await onHours();
    return done;
  };
  const thenShow = async (done: Result<null, Refusal>) => {
    const known = await inForce(done);
    return known.ok ? show() : known;
  };

  route(app, getEvening, evening);
  route(app, closeLine, async ({ actor, body }) => {
    const closed = await inForce(await store.close(actor, body.waiting));
    if (!closed.ok) return closed;
    // Only now: nobody who comes later is to wait for what those who are let go do not get.
    if (body.waiting === 'let-go') onLetGo();
    return evening();
  });
  route(app, openLineAgain, async ({ actor }) => {
    const opened = await inForce(await store.open(actor));
    return opened.ok ? evening() : opened;
  });

  route(app, getShow, show);
  route(app, addOpening, async ({ actor, body }) => thenShow(await store.addOpening(actor, body)));
  route(app, removeOpening, async ({ actor, params }) =>
    thenShow(await store.removeOpening(actor, params.id)),
  );
  route(app, addMoment, async ({ actor, body }) => thenShow(await store.addMoment(actor, body)));
  route(app, changeMoment, async ({ actor, params, body }) =>
    thenShow(await store.changeMoment(actor, params.id, body)),
  );
  route(app, removeMoment, async ({ actor, params }) => thenShow(await store.removeMoment(actor, params.id)));
  route(app, importShow, async ({ actor, body }) => {
    const file = readShowFile(body.csv);
    if (!file.ok) return failed({ fault: file.failure });
    const { moments, refused } = file.value;
    // A file without a good line changes nothing and is not on record.
    const kept =
      moments.length === 0 ? await show() : await thenShow(await store.importMoments(actor, moments));
    return kept.ok ? ok({ show: kept.value, taken: moments.length, refused: [...refused] }) : kept;
  });
}

const found = <T>(value: T | null): Result<T, Refusal> => (value === null ? failed(NO_CAMPAIGN) : ok(value));
