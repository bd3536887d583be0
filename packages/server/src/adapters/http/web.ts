import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentSecurityPolicy } from './headers.ts';
import { refuse } from './faults.ts';
import { page } from './route.ts';

/** Paths that are never a screen: what is not found there is not found. */
const NO_SCREEN = /^\/(api|d|sandbox|assets|health|metrics|\.well-known)(\/|$|\?)/;
/** Where a library of the screens that writes style sheets of its own finds the nonce for them. */
const nonceMeta = (nonce: string): string => `<meta property="csp-nonce" nonce="${nonce}">`;
const A_YEAR = 'public, max-age=31536000, immutable';

/** The screens, as Vite built them. Every other path of a GET is a screen that the browser's router knows. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  // Those at the root have no hash in their names: an icon, a manifest.
  const files = new Set(
    (await readdir(folder)).filter((name) => name.includes('.') && name !== 'index.html'),
  );
  // Vite puts a hash of the content into every name below assets/.
  page(app, { method: 'GET', path: '/assets/*', access: 'public' }, async (request, reply) =>
    reply.header('cache-control', A_YEAR).sendFile(`assets/${(request.params as { '*': string })['*']}`),
  );
  app.setNotFoundHandler(async (request, reply) => {
    // What is not there now may be there after the next build.
    reply.header('cache-control', 'no-store');
    if (!isScreen(request)) return refuse(request, reply, { fault: 'NOT_FOUND' });
    const file = (request.url.split('?')[0] ?? '').slice(1);
    if (files.has(file)) return reply.header('cache-control', 'no-cache').sendFile(file);
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
    .send(html.replace('<head>', `<head>${nonceMeta(nonce)}`));
}
