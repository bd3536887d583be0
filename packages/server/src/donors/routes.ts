import { LIMITS, readAmount, type Language } from '@pledgeline/contract';
import type { Instant } from '@pledgeline/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sendPage } from '../adapters/html/page.ts';
import { languageOf } from '../adapters/http/fault-reply.ts';
import { page } from '../adapters/http/route.ts';
import { hashOfToken } from '../messages/links.ts';
import { checkoutPage, type PayDeps } from '../payments/checkout.ts';
import { Pace } from './pace.ts';
import { paidPage, pledgePage, refusedPage, strayPage, waitingPage, type Viewed } from './page.ts';
import { pledgeOfLink } from './store.ts';

export interface DonorDeps extends PayDeps {
  /** Where donors find us, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly now: () => Instant;
}

/** A page that updates itself asks 30 times a minute at first. */
const PER_LINK = { burst: 60, perSecond: 1, namesMax: 20_000 } as const;
/** Addresses that are nobody's, from everywhere together: guessing 128 bits stays hopeless, and cheap for us. */
const STRAY = { burst: 200, perSecond: 20, namesMax: 1 } as const;

const Params = z.object({ token: z.string().max(100) });
const Query = z.object({
  lang: z.enum(['fr', 'en']).optional().catch(undefined),
  asked: z.coerce.number().int().min(0).max(1_000).catch(0),
});
const Form = z.object({ amount: z.string().max(20), frequency: z.enum(['once', 'monthly']) });

type Look = (request: FastifyRequest, reply: FastifyReply) => Promise<Viewed | null>;

/** The donor's own pages. The address is the only key to them: no session, no cookie, no script. */
export function donorRoutes(app: FastifyInstance, deps: DonorDeps): void {
  const look = lookThrough(deps);
  page(app, { method: 'GET', path: '/d/:token', access: 'public' }, async (request, reply) => {
    const view = await look(request, reply);
    return view === null ? reply : sendPage(reply, 200, pledgePage(view));
  });
  page(app, { method: 'GET', path: '/d/:token/back', access: 'public' }, async (request, reply) => {
    const view = await look(request, reply);
    return view === null ? reply : sendPage(reply, 200, backPage(view, Query.parse(request.query).asked));
  });
  const options = { crossOrigin: true };
  page(app, { method: 'POST', path: '/d/:token/pay', access: 'public', options }, async (request, reply) => {
    const view = await look(request, reply);
    return view === null ? reply : pay(deps, view, request, reply);
  });
}

/** The pledge behind the link; null: a kind page was answered already. */
function lookThrough({ db, provider, publicUrl, now }: DonorDeps): Look {
  const perLink = new Pace(PER_LINK);
  const strays = new Pace(STRAY);
  return async (request, reply) => {
    const token = Params.safeParse(request.params).data?.token ?? '';
    const hash = hashOfToken(token);
    const refuse = (kind: 'gone' | 'busy'): null => {
      sendPage(reply, kind === 'gone' ? 404 : 429, strayPage(kind, languageOf(request)));
      return null;
    };
    if (hash !== null && !perLink.take(hash, now())) return refuse('busy');
    const donor = hash === null ? null : await pledgeOfLink(db, hash);
    if (donor === null) return refuse(strays.take('stray', now()) ? 'gone' : 'busy');
    const language: Language = Query.parse(request.query).lang ?? donor.language;
    const formOrigins = [new URL(publicUrl()).origin, provider.pageOrigin].filter(
      (origin) => origin !== null,
    );
    return { donor, language, path: `/d/${token}`, formOrigins };
  };
}

/** What the provider has told us decides, not that the donor came back. */
function backPage(view: Viewed, asked: number) {
  if (view.donor.paidCents > 0) return paidPage(view);
  return view.donor.attempt === 'refused' ? refusedPage(view) : waitingPage(view, asked);
}

async function pay(
  deps: DonorDeps,
  view: Viewed,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { donor, language, path } = view;
  // Paid meanwhile, perhaps in another window: nobody pays twice by a second click.
  if (donor.paidCents > 0) return seeOther(reply, `${path}?lang=${language}`);
  const form = Form.safeParse(request.body);
  const amountCents = form.success ? readAmount(form.data.amount) : null;
  if (!form.success || amountCents === null || !isPayable(amountCents)) {
    const typed = form.success ? form.data : { amount: '', frequency: donor.frequency };
    return sendPage(reply, 400, pledgePage(view, typed));
  }
  const opened = await checkoutPage(deps, {
    pledge: donor.pledge,
    amountCents,
    frequency: form.data.frequency,
    language,
    charity: donor.charity,
    returnUrl: `${deps.publicUrl()}${path}/back?lang=${language}`,
  });
  return opened.ok ? seeOther(reply, opened.value) : sendPage(reply, 503, refusedPage(view));
}

const isPayable = (amountCents: number): boolean =>
  amountCents >= LIMITS.pledgeCentsMin && amountCents <= LIMITS.pledgeCentsMax;

/** RFC 9110 §15.4.4: the browser goes on with GET. */
const seeOther = (reply: FastifyReply, url: string): FastifyReply =>
  reply.code(303).header('location', url).send();
