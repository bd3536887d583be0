import type { z } from 'zod';
import type { Role } from './access.ts';
import type { Fault } from './fault.ts';

/** One HTTP request, said once: the server's route, its role, its document and the browser's call all come from it. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Fastify's form: `/api/pledges/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Who may; `everyone` needs no session. */
  readonly roles: readonly Role[] | 'everyone';
  readonly params?: Params;
  readonly body?: Body;
  readonly reply: Reply;
  readonly faults: readonly Fault[];
}

export const endpoint = <Params extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  definition: Endpoint<Params, Body, Reply>,
): Endpoint<Params, Body, Reply> => definition;
