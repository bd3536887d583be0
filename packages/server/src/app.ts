import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import websocket from '@fastify/websocket';
import { LIMITS } from '@pledgeline/contract';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import { apiDocuments } from './adapters/http/documents.ts';
import { answerFaults, refuse } from './adapters/http/faults.ts';
import { guard, type GuardDeps, type RouteServed } from './adapters/http/guard.ts';
import { PROTECTIVE_HEADERS, protectiveHeaders } from './adapters/http/headers.ts';
import { watchRequests, watchRoutes, type Health } from './adapters/http/watch.ts';
import { serveWeb } from './adapters/http/web.ts';
import type { Log } from './adapters/log/log.ts';

export interface AppDeps extends GuardDeps {
  readonly log: Log;
  readonly registry: Registry;
  readonly health: () => Promise<Health>;
  /** packages/web/dist; null: the screens are not built (tests). */
  readonly webFolder: string | null;
  /** The capabilities' routes. */
  readonly routes: (app: FastifyInstance) => void;
}

export interface App {
  readonly fastify: FastifyInstance;
  readonly routes: () => readonly RouteServed[];
}

/** Longest message that a screen may send over a live connection. */
const LIVE_MESSAGE_BYTES_MAX = 4_096;

/** The whole web side, without a socket: `adapters/http/listen.ts` opens those. */
export async function buildApp(deps: AppDeps): Promise<App> {
  // Fastify's own type of a logger, or every plugin would have to know pino's.
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.httpBodyBytesMax,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 300 },
    // An address that cannot be read reaches no hook: what others do for every answer is done here.
    frameworkErrors: (_error, request, reply) => {
      void reply.headers(PROTECTIVE_HEADERS);
      void refuse(request, reply, { fault: 'NOT_FOUND' });
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerFaults(app);
  protectiveHeaders(app);
  watchRequests(app, deps);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: LIMITS.httpBodyBytesMax });
  await app.register(websocket, { options: { maxPayload: LIVE_MESSAGE_BYTES_MAX } });
  keepRawBodies(app);
  const { routes } = guard(app, deps);
  await apiDocuments(app);
  watchRoutes(app, deps);
  deps.routes(app);
  if (deps.webFolder === null)
    app.setNotFoundHandler(async (request, reply) => refuse(request, reply, { fault: 'NOT_FOUND' }));
  else await serveWeb(app, deps.webFolder);
  await app.ready();
  return { fastify: app, routes };
}

/** A signature covers bytes, not what a parser made of them. */
function keepRawBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.routeOptions.config.keepRawBody === true) request.rawBody = bytes;
    // A DELETE or POST that says JSON and sends nothing has no body.
    if (bytes.length === 0) done(null, undefined);
    else void parse(request, bytes.toString('utf8'), done);
  });
}
