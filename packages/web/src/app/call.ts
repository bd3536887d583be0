import { FaultBody, type Endpoint, type Fault } from '@pledgeline/contract';
import { failed, ok, type Result } from '@pledgeline/core';
import type { z } from 'zod';
import { noteServerDate } from './server-clock.ts';

/** Why a request brought no reply. `unreachable`: nobody answered in time, or not in our words; it may be said again. */
export type Refusal =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly fields: readonly RefusedField[] };
interface RefusedField {
  readonly path: string;
  readonly message: string;
}

type Needed<Schema extends z.ZodType, Name extends string> =
  unknown extends z.input<Schema>
    ? { readonly [K in Name]?: undefined }
    : { readonly [K in Name]: z.input<Schema> };
export type Given<P extends z.ZodType, B extends z.ZodType> = Needed<P, 'params'> & Needed<B, 'body'>;

/** Longer than any healthy answer, shorter than a volunteer's patience. */
const ANSWER_WITHIN_MS = 8_000;

/** The one way from this browser to the server: what is sent and what is answered both follow the contract. */
export async function call<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, B, R>,
  given: Given<P, B>,
  answerWithinMs = ANSWER_WITHIN_MS,
): Promise<Result<z.output<R>, Refusal>> {
  const address = addressOf(endpoint.path, given.params);
  const response = await send({ method: endpoint.method, address, body: given.body, answerWithinMs });
  if (response === null) return failed({ kind: 'unreachable' });
  const body = await bodyOf(response);
  if (response.ok) {
    const reply = endpoint.reply.safeParse(body);
    return reply.success ? ok(reply.data) : failed({ kind: 'unreachable' });
  }
  const fault = FaultBody.safeParse(body);
  if (!fault.success) return failed({ kind: 'unreachable' });
  return failed({ kind: 'fault', fault: fault.data.fault, fields: fault.data.fields ?? [] });
}

async function send(request: {
  readonly method: string;
  readonly address: string;
  readonly body: unknown;
  readonly answerWithinMs: number;
}): Promise<Response | null> {
  const { method, address, body, answerWithinMs } = request;
  try {
    const response = await fetch(address, {
      method,
      signal: AbortSignal.timeout(answerWithinMs),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    noteServerDate(response.headers.get('date'));
    return response;
  } catch {
    return null;
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** `/api/pledges/:id` with its parameters in, each escaped. */
export function addressOf(path: string, params: unknown): string {
  const values = new Map(Object.entries(params ?? {}));
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name) ?? '')));
}
