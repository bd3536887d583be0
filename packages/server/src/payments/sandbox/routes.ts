import type { Language } from '@pledgeline/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../adapters/database/tables.ts';
import { sendPage } from '../../adapters/html/page.ts';
import { languageOf } from '../../adapters/http/fault-reply.ts';
import { page } from '../../adapters/http/route.ts';
import { noSandboxPage, sandboxPage } from './page.ts';
import { decide, sandboxCheckout, type SandboxCheckout } from './store.ts';

const PATH = '/sandbox/checkout/:reference';
const Params = z.object({ reference: z.string().regex(/^[\w-]{1,100}$/) });
const Choice = z.object({ outcome: z.enum(['paid', 'refused']) });
const Query = z.object({ lang: z.enum(['fr', 'en']).optional().catch(undefined) });

/** The sandbox provider's own pages: to the donor's browser it is somebody else's site. */
export function sandboxRoutes(app: FastifyInstance, { db }: { readonly db: Kysely<Tables> }): void {
  page(app, { method: 'GET', path: PATH, access: 'public' }, async (request, reply) => {
    const checkout = await checkoutAsked(db, request);
    if (checkout === null) return sendPage(reply, 404, noSandboxPage(languageOf(request)));
    return sendPage(reply, 200, sandboxPage(checkout, languageFor(request, checkout)));
  });
  // The address is the only key: no cookie is read, so no other site gains anything by posting here.
  const options = { crossOrigin: true };
  page(app, { method: 'POST', path: PATH, access: 'public', options }, async (request, reply) => {
    const checkout = await checkoutAsked(db, request);
    if (checkout === null) return sendPage(reply, 404, noSandboxPage(languageOf(request)));
    const choice = Choice.safeParse(request.body);
    if (!choice.success) return sendPage(reply, 400, sandboxPage(checkout, languageFor(request, checkout)));
    await decide(db, checkout.reference, choice.data.outcome);
    return seeOther(reply, checkout.return_url);
  });
}

/** RFC 9110 §15.4.4: the browser goes on with GET. */
const seeOther = (reply: FastifyReply, url: string): FastifyReply =>
  reply.code(303).header('location', url).send();

async function checkoutAsked(db: Kysely<Tables>, request: FastifyRequest): Promise<SandboxCheckout | null> {
  const params = Params.safeParse(request.params);
  return params.success ? sandboxCheckout(db, params.data.reference) : null;
}

const languageFor = (request: FastifyRequest, checkout: SandboxCheckout): Language =>
  Query.parse(request.query).lang ?? checkout.language;
