import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { Histogram } from 'prom-client';
import type { Log } from '../log/log.ts';
import { page } from './route.ts';

export interface Health {
  readonly database: 'up' | 'down';
  readonly media: 'up' | 'down';
  readonly sip: 'up' | 'down';
  /** `few`: the machine has its hands full, and most new calls are told to try later. */
  readonly newCalls: 'all' | 'few';
}

/** What one request tells the log and the figures: its route's pattern, never its address, body or headers. */
export function watchRequests(
  app: FastifyInstance,
  { log, registry }: { log: Log; registry: Registry },
): void {
  const seconds = new Histogram({
    name: 'pledgeline_http_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { method } = request;
    const status = reply.statusCode;
    seconds.observe({ method, route, status }, reply.elapsedTime / 1_000);
    log.info({ request: request.id, method, route, status, ms: Math.round(reply.elapsedTime) }, 'request');
  });
}

/** /health is for whoever watches the line and tells no more than up or down; /metrics is for this machine or the office. */
export function watchRoutes(
  app: FastifyInstance,
  { registry, health }: { registry: Registry; health: () => Promise<Health> },
): void {
  page(app, { method: 'GET', path: '/health', access: 'public' }, async (_request, reply) => {
    const state = await health();
    const isUp = [state.database, state.media, state.sip].every((part) => part === 'up');
    return reply.code(isUp ? 200 : 503).send({ state: isUp ? 'up' : 'degraded', ...state });
  });
  page(app, { method: 'GET', path: '/metrics', access: 'loopback-or-office' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
