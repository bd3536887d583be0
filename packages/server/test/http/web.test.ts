import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { testApp } from '../testing/app.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let folder: string;
let app: Awaited<ReturnType<typeof testApp>>;
before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pledgeline-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><html><head><title>T</title></head></html>');
  await writeFile(join(folder, 'tally.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'main-C0FFEE00.js'), 'export {};');
  await writeFile(join(folder, '..', 'pledgeline-secret.txt'), 'secret');
  app = await testApp(database.db, { deps: { webFolder: folder } });
});
after(async () => {
  await app.fastify.close();
  await database.end();
  await rm(folder, { recursive: true });
  await rm(join(folder, '..', 'pledgeline-secret.txt'));
});

const get = (url: string) => app.fastify.inject({ url });

test('every path of a screen gets the page, which is asked for anew each time', async () => {
  for (const url of ['/', '/desk', '/sign-in?token=x', '/positions/deep/down']) {
    const page = await get(url);
    deepEqual([page.statusCode, page.headers['cache-control']], [200, 'no-cache'], url);
    match(page.body, /<title>T/);
  }
});

test('the page carries the nonce of its policy, another one each time', async () => {
  const nonces = await Promise.all(
    ['/', '/'].map(async (url) => {
      const page = await get(url);
      const inPage = /<meta property="csp-nonce" nonce="([\w-]{22})">/.exec(page.body)?.[1] ?? '';
      match(
        String(page.headers['content-security-policy']),
        new RegExp(`style-src 'self' 'nonce-${inPage}'`),
      );
      return inPage;
    }),
  );
  equal(new Set(nonces).size, 2);
});

test('a file with a hash in its name is kept for ever, one without is asked for anew', async () => {
  const script = await get('/assets/main-C0FFEE00.js');
  deepEqual(
    [script.statusCode, script.headers['cache-control']],
    [200, 'public, max-age=31536000, immutable'],
  );
  equal((await get('/tally.svg')).headers['cache-control'], 'no-cache');
});

test('what is not there is not found, and nobody remembers that', async () => {
  for (const url of ['/assets/gone.js', '/api/nothing', '/d/', '/sandbox/nothing', '/health/nothing']) {
    const reply = await get(url);
    deepEqual([reply.statusCode, reply.headers['cache-control']], [404, 'no-store'], url);
  }
  equal((await app.fastify.inject({ method: 'POST', url: '/desk' })).statusCode, 404);
});

test('nothing outside the folder is served', async () => {
  for (const path of [
    '../pledgeline-secret.txt',
    '..%2fpledgeline-secret.txt',
    '%2e%2e/pledgeline-secret.txt',
    '..%5cpledgeline-secret.txt',
  ])
    for (const url of [`/${path}`, `/assets/${path}`, `/assets/../${path}`])
      equal((await get(url)).body.includes('secret'), false, url);
});
