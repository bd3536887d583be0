import { LIVE_DESK, LIVE_TOTALS, type Role } from '@pledgeline/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rolesOf, seatOf, type Actor } from '../access/actor.ts';
import { readPlace } from './channel.ts';
import { CLOSE, Connection, PING_EVERY_MS } from './connection.ts';
import type { LiveHub } from './hub.ts';

const afterOf = (request: FastifyRequest) => readPlace((request.query as { readonly after?: unknown }).after);

interface LiveRouteDeps {
  readonly hub: LiveHub;
  /** Who asks, by the cookies. */
  readonly whoIs: (request: FastifyRequest) => Promise<Actor>;
  readonly pingEveryMs?: number;
  readonly sessionCheckEveryMs?: number;
}

/** A screen of figures stays open for days; within this time of its session's end it is closed. */
const SESSION_CHECK_EVERY_MS = 10_000;
const VIEWERS: readonly Role[] = ['supervisor', 'office'];

/** The two live connections; where they come from and who may is checked before they are opened, as with every route. */
export function liveRoutes(
  app: FastifyInstance,
  { hub, whoIs, pingEveryMs = PING_EVERY_MS, sessionCheckEveryMs = SESSION_CHECK_EVERY_MS }: LiveRouteDeps,
): void {
  app.route({
    method: 'GET',
    url: LIVE_DESK,
    websocket: true,
    config: { access: ['volunteer', 'supervisor', 'office'] },
    schema: { hide: true },
    handler: (socket, request) => {
      const seat = seatOf(request.actor);
      if (seat === null) return socket.close(CLOSE.noSeat);
      const connection: Connection = new Connection(
        socket,
        request.raw.socket,
        {
          onText: (text) => hub.fromDesk(seat.agent, connection, text),
          onGone: () => hub.leaveDesk(seat.agent, connection),
        },
        pingEveryMs,
      );
      return hub.joinDesk(seat.agent, connection, afterOf(request));
    },
  });
  app.route({
    method: 'GET',
    url: LIVE_TOTALS,
    websocket: true,
    config: { access: VIEWERS },
    schema: { hide: true },
    handler: (socket, request) => {
      const check = setInterval(() => {
        whoIs(request).then(
          (actor) => {
            if (!rolesOf(actor).some((role) => VIEWERS.includes(role))) connection.close(CLOSE.signedOut);
          },
          // The database is away: the next check tells.
          () => {},
        );
      }, sessionCheckEveryMs);
      const connection: Connection = new Connection(
        socket,
        request.raw.socket,
        {
          onText: () => {},
          onGone: () => {
            clearInterval(check);
            hub.leaveTotals(connection);
          },
        },
        pingEveryMs,
      );
      void hub.joinTotals(connection);
    },
  });
}
