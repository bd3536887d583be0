import { LIVE_DESK, LIVE_TOTALS } from '@pledgeline/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { seatOf } from '../access/actor.ts';
import { readPlace } from './channel.ts';
import { CLOSE, Connection, PING_EVERY_MS } from './connection.ts';
import type { LiveHub } from './hub.ts';

const afterOf = (request: FastifyRequest) => readPlace((request.query as { readonly after?: unknown }).after);

/** The two live connections; where they come from and who may is checked before they are opened, as with every route. */
export function liveRoutes(
  app: FastifyInstance,
  { hub, pingEveryMs = PING_EVERY_MS }: { readonly hub: LiveHub; readonly pingEveryMs?: number },
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
    config: { access: ['supervisor', 'office'] },
    schema: { hide: true },
    handler: (socket) => {
      const connection: Connection = new Connection(
        socket,
        { onText: () => {}, onGone: () => hub.leaveTotals(connection) },
        pingEveryMs,
      );
      void hub.joinTotals(connection);
    },
  });
}
