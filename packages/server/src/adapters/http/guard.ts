import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { NOBODY, rolesOf, type Actor } from '../../access/actor.ts';
import { refuse } from './faults.ts';
import type { Access } from './route.ts';

export interface RouteServed {
  readonly method: string;
  readonly url: string;
  readonly access: Access | undefined;
}

export interface GuardDeps {
  /** Who asks, by the cookies. */
  readonly whoIs: (request: FastifyRequest) => Promise<Actor>;
  /** Where browsers reach us from outside (behind a proxy the Host header may be another). */
  readonly publicOrigin: string | null;
}

/** The one place that lets a request through: where it comes from, who asks, and what that role may. */
export function guard(
  app: FastifyInstance,
  deps: GuardDeps,
): { readonly routes: () => readonly RouteServed[] } {
  const registered: { method: string | string[]; url: string; config?: { access?: Access } }[] = [];
  app.addHook('onRoute', (options) => void registered.push(options));
  const routes = (): readonly RouteServed[] =>
    registered.flatMap(({ method, url, config }) =>
      [method].flat().map((name) => ({ method: name, url, access: config?.access })),
    );

  app.addHook('onReady', async () => {
    const open = routes().filter((route) => route.access === undefined);
    if (open.length > 0)
      throw new Error(
        `routes without access: ${open.map((route) => `${route.method} ${route.url}`).join(', ')}`,
      );
  });

  app.decorateRequest('actor', { getter: () => NOBODY });
  app.decorateRequest('rawBody', null);
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return undefined;
    if (!isSameOrigin(request, deps.publicOrigin)) return refuse(request, reply, { fault: 'NOT_ALLOWED' });
    return admit(request, reply, deps);
  });
  return { routes };
}

async function admit(request: FastifyRequest, reply: FastifyReply, deps: GuardDeps): Promise<unknown> {
  const access = request.routeOptions.config.access;
  if (access === 'public') return undefined;
  if (access === 'loopback-or-office' && isLoopback(request.socket.remoteAddress)) return undefined;
  const actor = await deps.whoIs(request);
  Object.defineProperty(request, 'actor', { value: actor });
  if (access === 'everyone') return undefined;
  const wanted = access === 'loopback-or-office' ? (['office'] as const) : (access ?? []);
  if (rolesOf(actor).some((role) => wanted.includes(role))) return undefined;
  return refuse(request, reply, { fault: actor.kind === 'nobody' ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED' });
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * No other site's page may act through a signed-in browser. Sec-Fetch-Site is believed first: a form sent under
 * `Referrer-Policy: no-referrer` says `Origin: null` (Fetch §3.2). Who sends neither is no browser, and has no cookies
 * but its own.
 */
function isSameOrigin(request: FastifyRequest, publicOrigin: string | null): boolean {
  if (request.routeOptions.config.crossOrigin === true) return true;
  if (SAFE_METHODS.has(request.method) && !request.ws) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  return origin === publicOrigin || origin === `${request.protocol}://${request.headers.host ?? ''}`;
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined || isIP(address) === 0) return false;
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
