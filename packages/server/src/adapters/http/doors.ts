import type { FastifyInstance } from 'fastify';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Log } from '../log/log.ts';
import { installAnswer } from '../tls/install-page.ts';
import type { Tls } from '../tls/tls.ts';
import { StartFault } from '../../start-fault.ts';

export interface DoorsDeps {
  /** 0: any that is free. */
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Of this machine; none: nothing beyond loopback. */
  readonly addresses: readonly string[];
  readonly tls: Tls | null;
  readonly log: Log;
}

export interface Doors {
  readonly httpPort: number;
  /** Null: nothing beyond loopback. */
  readonly httpsPort: number | null;
  /** From here on, requests are answered by the app; before, they wait no longer than a browser's patience. */
  serve(app: FastifyInstance): void;
  close(): Promise<void>;
}

/** A slow client may not hold a connection open for ever. */
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const RENEW_EVERY_MS = 60 * 60 * 1_000;

/**
 * Opens every port of the web, before anything else is built: one that is taken is known at once. Plain HTTP serves
 * this machine only; on other addresses it leads to HTTPS. @throws StartFault when a port is taken.
 */
export async function openDoors(deps: DoorsDeps): Promise<Doors> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeServer)));
  const open = async (
    server: Server,
    at: { host: string; port: number },
    setting: string,
  ): Promise<number> => {
    await listen(server, at, setting);
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  try {
    const local = [createServer(starting), createServer(starting)] as const;
    const httpPort = await open(local[0], { host: '127.0.0.1', port: deps.httpPort }, 'PLEDGELINE_HTTP_PORT');
    if (hasLoopback6()) await open(local[1], { host: '::1', port: httpPort }, 'PLEDGELINE_HTTP_PORT');
    const secure: Server[] = [];
    let httpsPort: number | null = null;
    for (const host of deps.tls === null ? [] : deps.addresses) {
      const server = createTlsServer({ ...deps.tls?.current(), minVersion: 'TLSv1.2' }, starting);
      httpsPort = await open(server, { host, port: httpsPort ?? deps.httpsPort }, 'PLEDGELINE_HTTPS_PORT');
      secure.push(server);
      const httpsUrl = `https://${hostInUrl(host)}:${httpsPort}/`;
      const leading = createServer(leadTo({ authority: deps.tls?.authority ?? null, httpsUrl }));
      await open(leading, { host, port: httpPort }, 'PLEDGELINE_HTTP_PORT');
    }
    const renewal = renewEachHour(deps, secure);
    return {
      httpPort,
      httpsPort,
      serve: (app) => [...local, ...secure].forEach((server) => attach(server, app)),
      close: async () => {
        clearInterval(renewal);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export const hostInUrl = (address: string): string => (isIPv6(address) ? `[${address}]` : address);

/** `0.0.0.0` and `::` stand for every address of this machine that others can reach. */
export function eachAddress(addresses: readonly string[]): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const reachable = all.filter((one) => !one.internal && !one.address.startsWith('fe80:'));
  const given = addresses.flatMap((address) => {
    if (address === '::') return reachable.map((one) => one.address);
    if (address === '0.0.0.0')
      return reachable.filter((one) => one.family === 'IPv4').map((one) => one.address);
    return [address];
  });
  return [...new Set(given)];
}

const hasLoopback6 = (): boolean =>
  Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === '::1'));

const starting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('starting');
};

function attach(server: Server, app: FastifyInstance): void {
  server.removeListener('request', starting);
  server.on('request', (request, response) => app.routing(request, response));
  // Live connections come in by the app's own server, which itself listens nowhere.
  server.on('upgrade', (request, socket, head) => void app.server.emit('upgrade', request, socket, head));
}

const leadTo =
  (page: Parameters<typeof installAnswer>[1]) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const method = request.method ?? 'GET';
    const { status, headers, body } = installAnswer(
      { method, path, acceptLanguage: request.headers['accept-language'] },
      page,
    );
    const always = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    };
    response.writeHead(status, { ...always, ...headers }).end(method === 'HEAD' ? undefined : body);
  };

function listen(server: Server, at: { host: string; port: number }, setting: string): Promise<void> {
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartFault(whyNot(error, at, setting))),
    );
    server.listen(at.port, at.host, () => {
      server.removeAllListeners('error');
      // One connection that cannot be taken (no file handle left) is no reason to fall.
      server.on('error', () => {});
      resolve();
    });
  });
}

function whyNot(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
  setting: string,
): string {
  const where = `${hostInUrl(host)}:${port}`;
  if (error.code === 'EADDRINUSE')
    return `The web port ${where} is taken by another program: end that one, or choose another with ${setting}.`;
  if (error.code === 'EACCES')
    return `The web port ${where} may be opened by root only: choose one from 1024 on with ${setting}.`;
  if (error.code === 'EADDRNOTAVAIL')
    return `${host} is no address of this machine: check PLEDGELINE_ADDRESS.`;
  return `The web port ${where} cannot be opened (${error.code ?? 'unknown'}): check ${setting}.`;
}

function renewEachHour({ tls, log }: DoorsDeps, secure: readonly Server[]): NodeJS.Timeout {
  const renew = async (): Promise<void> => {
    if (tls === null || !(await tls.renew())) return;
    for (const server of secure)
      (server as ReturnType<typeof createTlsServer>).setSecureContext(tls.current());
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => log.warn({ err: error }, 'the certificate could not be renewed'));
  }, RENEW_EVERY_MS);
  return timer.unref();
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS).unref();
  });
}

/** An answer that is under way gets this long; live connections were told goodbye before. */
const CLOSE_WITHIN_MS = 1_000;
