import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentSecurityPolicy } from './headers.ts';
import { refuse } from './faults.ts';
import { page } from './route.ts';

/** Paths that are never a screen: what is not found there is not found. */
const NO_SCREEN = /^\/(api|d|sandbox|assets|health|metrics|\.well-known)(\/|$|\?)/;
/** In index.html, stands where the style's nonce goes. */
const NONCE_MARK = '__CSP_NONCE__';
const A_YEAR = 'public, max-age=31536000, immutable';

/** The screens, as Vite built them. Every other path of a GET is a screen that the browser's router knows. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  // Vite puts a hash of the content into every name below assets/.
  page(app, { method: 'GET', path: '/assets/*', access: 'public' }, async (request, reply) =>
    reply.header('cache-control', A_YEAR).sendFile(`assets/${(request.params as { '*': string })['*']}`),
  );
  app.setNotFoundHandler(async (request, reply) => {
    if (!isScreen(request)) return refuse(request, reply, { fault: 'NOT_FOUND' });
    const file = /^\/([\w-]+\.\w{2,12})$/.exec(request.url.split('?')[0] ?? '')?.[1];
    if (file !== undefined && file !== 'index.html')
      return reply.header('cache-control', 'no-cache').sendFile(file);
    return screen(reply, folder);
  });
}

function isScreen(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && !NO_SCREEN.test(request.url);
}

async function screen(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const nonce = randomBytes(16).toString('base64url');
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(NONCE_MARK, nonce));
}
