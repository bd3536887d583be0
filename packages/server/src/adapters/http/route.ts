import { FAULTS, FaultBody, type Endpoint, type Fault, type Role } from '@pledgeline/contract';
import type { Result } from '@pledgeline/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, HTTPMethods } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../access/actor.ts';
import { faultBody, languageOf } from './fault-reply.ts';

/**
 * Who may. `everyone` needs no session, but is told who asks; `public` is not even asked who it is (files, health).
 * A route without access does not start.
 */
export type Access = readonly Role[] | 'everyone' | 'public' | 'loopback-or-office';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** The bytes of the body as they came, for a signature: `request.rawBody`. */
    keepRawBody?: boolean;
    /** Anybody's server may call this (a payment provider's notification): no same-origin check. */
    crossOrigin?: boolean;
  }
  interface FastifyRequest {
    actor: Actor;
    rawBody: Buffer | null;
  }
}

/** What a handler answers when it does not do what was asked. */
export interface Refusal {
  readonly fault: Fault;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}

interface Asked<Params extends z.ZodType, Body extends z.ZodType> {
  readonly params: z.output<Params>;
  readonly body: z.output<Body>;
  readonly actor: Actor;
  readonly raw: FastifyRequest;
  /** For cookies and headers; the reply itself is what the handler returns. */
  readonly reply: FastifyReply;
}

export type Handler<Params extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType> = (
  request: Asked<Params, Body>,
) => Promise<Result<z.output<Reply>, Refusal>>;

export interface RouteOptions {
  readonly keepRawBody?: boolean;
  readonly crossOrigin?: boolean;
  /** Where a body may be larger than others: a recording. */
  readonly bodyBytesMax?: number;
}

/** One endpoint of the contract, served: checked on the way in and out, documented, behind its roles. */
export function route<Params extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  app: FastifyInstance,
  endpoint: Endpoint<Params, Body, Reply>,
  handler: Handler<Params, Body, Reply>,
  { bodyBytesMax, ...options }: RouteOptions = {},
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    ...(bodyBytesMax === undefined ? {} : { bodyLimit: bodyBytesMax }),
    config: { access: endpoint.roles, ...options },
    schema: schemaOf(endpoint),
    handler: async (request, reply) => {
      const asked = { params: request.params, body: request.body, actor: request.actor, raw: request, reply };
      // The validator has just parsed both with the endpoint's own schemas.
      const result = await handler(asked as Asked<Params, Body>);
      if (result.ok) return result.value;
      const { fault, fields } = result.failure;
      return reply.code(FAULTS[fault].status).send(faultBody(fault, languageOf(request), fields));
    },
  });
}

function schemaOf(endpoint: Endpoint): FastifySchema {
  return {
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[2] ?? 'api'],
    ...(endpoint.params === undefined ? {} : { params: endpoint.params }),
    ...(endpoint.body === undefined ? {} : { body: endpoint.body }),
    response: { 200: endpoint.reply, ...faultSchemas(endpoint.faults) },
  };
}

function faultSchemas(faults: readonly Fault[]): Record<number, typeof FaultBody> {
  return Object.fromEntries(faults.map((fault) => [FAULTS[fault].status, FaultBody]));
}

export interface Page {
  readonly method: Extract<HTTPMethods, 'GET' | 'POST'>;
  /** Fastify's form: `/d/:token`. */
  readonly path: string;
  readonly access: Access;
  readonly options?: RouteOptions;
}

/** A route that answers something else than the contract's JSON: a donor's page, a figure for a graphics machine. */
export function page(
  app: FastifyInstance,
  { method, path, access, options = {} }: Page,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  app.route({ method, url: path, config: { access, ...options }, schema: { hide: true }, handler });
}
