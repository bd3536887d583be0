import { Role } from '@pledgeline/contract';
import { betterAuth } from 'better-auth';
import type { Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import { printedLink } from './printed-link.ts';

export interface StaffAuthDeps {
  readonly db: Kysely<Tables>;
  readonly secret: string;
  /** Where the screens are reached from outside: the links begin with it. */
  readonly publicUrl: string;
  readonly log: Log;
}

/** A shift and the way home. */
const SESSION_SECONDS = 16 * 60 * 60;
const RENEWED_AFTER_SECONDS = 60 * 60;

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The one site that this person sees; null: all. */
  readonly site: string | null;
}

export type StaffAuth = ReturnType<typeof openStaffAuth>;

/** Staff sign in through better-auth; its tables are made by migration 0002. */
export function openStaffAuth(deps: StaffAuthDeps) {
  const auth = betterAuth(staffAuthOptions(deps));
  return {
    /** Who the cookies say it is; null: nobody, or no longer. */
    async whoIs(headers: Headers): Promise<SignedIn | null> {
      const found = await auth.api.getSession({ headers });
      return found === null ? null : signedIn(found.user);
    },
    /** The token of a one-time link; the one made before it opens nothing any more. */
    createLinkToken: async (staff: string): Promise<string> => {
      const { token } = await auth.api.makePrintedLink({ body: { staff } });
      return token;
    },
    /** The cookies of a new session; null: the link was used, is too old, or never was. */
    async useLink(token: string, headers: Headers): Promise<{ staff: SignedIn; cookies: string[] } | null> {
      const used = await auth.api.usePrintedLink({ body: { token }, headers, returnHeaders: true });
      const { staff } = used.response;
      return staff === null ? null : { staff: signedIn(staff), cookies: used.headers.getSetCookie() };
    },
    /** The cookies that end the session here; it is over in the database as well. */
    async signOut(headers: Headers): Promise<string[]> {
      const ended = await auth.api.signOut({ headers, returnHeaders: true });
      return ended.headers.getSetCookie();
    },
  };
}

const StaffUser = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  site: z.string().nullish(),
});

/** [STE-20] Whoever is bound to a site is nothing else, whatever the roles say; at a seat there, he takes calls as a volunteer does. */
function signedIn(user: unknown): SignedIn {
  const { site = null, roles, ...person } = StaffUser.parse(user);
  if (site === null) return { ...person, site, roles };
  const bound = roles.includes('site-supervisor');
  return { ...person, site, roles: bound ? ['site-supervisor', 'volunteer'] : [] };
}

/** Apart, so that a test can ask better-auth whether our migration gave it the tables it wants. */
export function staffAuthOptions({ db, secret, publicUrl, log }: StaffAuthDeps) {
  return {
    database: { db, type: 'postgres' as const },
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    user: {
      modelName: 'staff',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        roles: { type: 'string[]' as const, required: true, input: false },
        site: { type: 'string' as const, required: false, input: false, fieldName: 'site_id' },
      },
    },
    session: {
      modelName: 'staff_sessions',
      expiresIn: SESSION_SECONDS,
      updateAge: RENEWED_AFTER_SECONDS,
      fields: {
        userId: 'staff_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'staff_accounts',
      fields: {
        userId: 'staff_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'staff_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      cookiePrefix: 'pledgeline',
      // The same server speaks HTTP on loopback and HTTPS beyond: `Secure` is added for each reply by itself.
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'strict' as const, httpOnly: true, path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => randomUUID() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'warn' as const,
      log: (level: string, message: string) => log.warn({ level }, message),
    },
    plugins: [printedLink()],
  };
}
