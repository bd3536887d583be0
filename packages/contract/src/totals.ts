import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** Three figures that are never one: what was said, what may be shown, what arrived. In cents, trial calls in a trial only. */
export const Totals = z.object({
  promisedCents: z.int(),
  promisedCount: z.int(),
  /** Never falls by itself. */
  onAirCents: z.int(),
  paidCents: z.int(),
  paidCount: z.int(),
  /** The newest pledges, without anything that names a donor. */
  latest: z
    .array(
      z.object({
        id: z.string(),
        amountCents: z.int(),
        frequency: z.enum(['once', 'monthly']),
        positionNumber: z.int().nullable(),
        savedAt: z.iso.datetime(),
        paid: z.boolean(),
      }),
    )
    .max(50),
  asOf: z.iso.datetime(),
});
export type Totals = z.infer<typeof Totals>;

export const getTotals = endpoint({
  method: 'GET',
  path: '/api/totals',
  summary: 'What was promised, may be shown on air, and was paid',
  roles: ['supervisor', 'office'],
  reply: Totals,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
