import { FAULTS, type Fault } from '@pledgeline/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../database/away.ts';
import { faultBody, languageOf } from './fault-reply.ts';
import type { Refusal } from './route.ts';

/** Everything that is not a handler's own answer becomes one of the contract's faults here. */
export function answerFaults(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal !== null) return refuse(request, reply, refusal);
    request.log.error(
      { err: error, request: request.id, route: request.routeOptions.url ?? 'none' },
      'failed',
    );
    const body = { ...faultBody('BROKEN', languageOf(request)), request: request.id };
    return reply.code(FAULTS.BROKEN.status).send(body);
  });
}

export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { fault, fields }: Refusal,
): FastifyReply {
  return (
    reply
      .code(FAULTS[fault].status)
      // A route may have said already how long its own answer is kept.
      .header('cache-control', 'no-store')
      .send(faultBody(fault, languageOf(request), fields))
  );
}

/** PostgreSQL's character_not_in_repertoire: a NUL, which no text of it can hold; so nothing can be found by it either. */
const UNSTORABLE_TEXT = '22021';

/** Null: a bug, and not the client's doing. */
function refusalOf(error: FastifyError): Refusal | null {
  // Whoever asks is looked up in the database before any route is: without it, all of them can only be tried again.
  if (isDatabaseAway(error)) return { fault: 'UNAVAILABLE' };
  if (error.validation !== undefined) return badInput(error.validation);
  if (error.code === UNSTORABLE_TEXT) return { fault: 'BAD_INPUT' };
  if (error.statusCode === FAULTS.TOO_LARGE.status) return { fault: 'TOO_LARGE' };
  if (error.statusCode === FAULTS.NOT_FOUND.status) return { fault: 'NOT_FOUND' };
  if (error.statusCode === FAULTS.TOO_MANY.status) return { fault: 'TOO_MANY' };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return { fault: 'BAD_INPUT' };
  return null;
}

interface Issue {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params?: { readonly params?: unknown } | undefined;
}

/**
 * A schema's refinement may name a fault of its own (`params: { fault: 'CARD_NUMBER' }`). Of several the card number
 * counts: it is what the volunteer must say something about.
 */
function badInput(validation: NonNullable<FastifyError['validation']>): Refusal {
  const issues = validation as readonly Issue[];
  const named = issues.flatMap((issue) => faultIn(issue.params?.params) ?? []);
  const fault = named.find((one) => one === 'CARD_NUMBER') ?? named[0] ?? 'BAD_INPUT';
  return { fault, fields: issues.slice(0, FIELDS_MAX).map(fieldOf) };
}

const FIELDS_MAX = 20;

function faultIn(params: unknown): Fault | null {
  if (typeof params !== 'object' || params === null || !('fault' in params)) return null;
  const { fault } = params;
  return typeof fault === 'string' && Object.hasOwn(FAULTS, fault) ? (fault as Fault) : null;
}

/** The schema's own words are not passed on, for they may quote what was sent; a refinement's message is ours. */
function fieldOf(issue: Issue): { path: string; message: string } {
  const path = issue.instancePath.split('/').filter((part) => /^\w{1,40}$/.test(part));
  const message = issue.keyword === 'custom' ? (issue.message ?? 'CUSTOM') : issue.keyword.toUpperCase();
  return { path: path.join('.'), message };
}
