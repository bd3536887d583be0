import { LIVE_DESK, LIVE_FLOOR, LIVE_TOTALS, type Role } from '@pledgeline/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rolesOf, seatOf, type Actor } from '../access/actor.ts';
import { readPlace } from './channel.ts';
import { CLOSE, Connection, PING_EVERY_MS } from './connection.ts';
import type { FloorFeed } from './floor-feed.ts';
import type { LiveHub } from './hub.ts';

const afterOf = (request: FastifyRequest) => readPlace((request.query as { readonly after?: unknown }).after);

interface LiveRouteDeps {
  readonly hub: LiveHub;
  readonly floor: Pick<FloorFeed, 'join' | 'leave'>;
  /** Who asks, by the cookies. */
  readonly whoIs: (request: FastifyRequest) => Promise<Actor>;
  readonly pingEveryMs?: number;
  readonly sessionCheckEveryMs?: number;
}

/** A screen of figures stays open for days; within this time of its session's end it is closed. */
const SESSION_CHECK_EVERY_MS = 10_000;

/** The live connections; where they come from and who may is checked before they are opened, as with every route. */
export function liveRoutes(
  app: FastifyInstance,
  {
    hub,
    floor,
    whoIs,
    pingEveryMs = PING_EVERY_MS,
    sessionCheckEveryMs = SESSION_CHECK_EVERY_MS,
  }: LiveRouteDeps,
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
  const watch = { whoIs, pingEveryMs, sessionCheckEveryMs };
  viewerRoute(app, watch, {
    url: LIVE_TOTALS,
    roles: ['supervisor', 'office'],
    join: (connection) => void hub.joinTotals(connection),
    leave: (connection) => hub.leaveTotals(connection),
  });
  viewerRoute(app, watch, {
    url: LIVE_FLOOR,
    roles: ['supervisor'],
    join: (connection) => floor.join(connection),
    leave: (connection) => floor.leave(connection),
  });
}

interface Viewed {
  readonly url: string;
  readonly roles: readonly Role[];
  readonly join: (connection: Connection) => void;
  readonly leave: (connection: Connection) => void;
}

/** A screen that is only told things, and stays open for days: it is closed soon after its session has ended. */
function viewerRoute(
  app: FastifyInstance,
  watch: Required<Pick<LiveRouteDeps, 'whoIs' | 'pingEveryMs' | 'sessionCheckEveryMs'>>,
  { url, roles, join, leave }: Viewed,
): void {
  app.route({
    method: 'GET',
    url,
    websocket: true,
    config: { access: roles },
    schema: { hide: true },
    handler: (socket, request) => {
      const check = setInterval(() => {
        watch.whoIs(request).then(
          (actor) => {
            if (!rolesOf(actor).some((role) => roles.includes(role))) connection.close(CLOSE.signedOut);
          },
          // The database is away: the next check tells.
          () => {},
        );
      }, watch.sessionCheckEveryMs);
      const connection: Connection = new Connection(
        socket,
        request.raw.socket,
        {
          onText: () => {},
          onGone: () => {
            clearInterval(check);
            leave(connection);
          },
        },
        watch.pingEveryMs,
      );
      join(connection);
    },
  });
}
