import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** Who starts the line reads the link off the terminal: a day is enough, and the next start makes another. */
const PRINTED_LINK_MS = 24 * 60 * 60 * 1_000;

/** Only the hash of a link's token is kept: who reads the database cannot sign in by it. */
const identifierOf = (token: string): string =>
  `printed-link:${createHash('sha256').update(token).digest('base64url')}`;
/** Where the newest printed link of a person is noted, so that it can be ended when another is made. */
const newestOf = (staff: string): string => `printed-link-of:${staff}`;

/**
 * better-auth's way to sign in by a link that is printed, not sent: single use, and a new one ends the one before.
 * Both endpoints are the server's own; neither is reachable over HTTP but through the contract's `signInByLink`.
 */
export const printedLink = () => ({
  id: 'printed-link',
  endpoints: {
    makePrintedLink: createAuthEndpoint(
      '/printed-link/make',
      { method: 'POST', body: z.object({ staff: z.string() }), metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const store = ctx.context.internalAdapter;
        const newest = newestOf(ctx.body.staff);
        const before = await store.consumeVerificationValue(newest);
        if (before !== null) await store.deleteVerificationByIdentifier(before.value);
        const token = randomBytes(32).toString('base64url');
        const identifier = identifierOf(token);
        const expiresAt = new Date(Date.now() + PRINTED_LINK_MS);
        await store.createVerificationValue({ identifier, value: ctx.body.staff, expiresAt });
        await store.createVerificationValue({ identifier: newest, value: identifier, expiresAt });
        return ctx.json({ token });
      },
    ),
    usePrintedLink: createAuthEndpoint(
      '/printed-link/use',
      { method: 'POST', body: z.object({ token: z.string() }), metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const store = ctx.context.internalAdapter;
        // Taken out and read at once: of two who follow the link at the same moment, one gets in.
        const link = await store.consumeVerificationValue(identifierOf(ctx.body.token));
        const user = link === null ? null : await store.findUserById(link.value);
        if (user === null) return ctx.json({ staff: null });
        const session = await store.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ staff: user });
      },
    ),
  },
});
