import type { FastifyReply, FastifyRequest } from 'fastify';

/** A volunteer's seat: the token whose hash is in `seatings`. */
export const SEAT_COOKIE = 'pledgeline.seat';
/** Tells one browser from another behind the same address; it opens nothing. */
export const BROWSER_COOKIE = 'pledgeline.browser';

const HOURS = 60 * 60;

export function keepCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: { readonly name: string; readonly value: string; readonly hours: number },
): void {
  reply.setCookie(cookie.name, cookie.value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    maxAge: cookie.hours * HOURS,
  });
}

export function dropCookie(reply: FastifyReply, name: string): void {
  reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'strict' });
}

/** better-auth's cookies, passed on; `Secure` wherever the request came over HTTPS. */
export function passCookies(request: FastifyRequest, reply: FastifyReply, cookies: readonly string[]): void {
  const isSecure = request.protocol === 'https';
  for (const cookie of cookies)
    reply.header('set-cookie', isSecure && !/;\s*secure/i.test(cookie) ? `${cookie}; Secure` : cookie);
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}
