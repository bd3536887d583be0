import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** What the machine carries at this moment; counts only. */
const LineLoad = z.object({
  calls: z.int(),
  callsMax: z.int(),
  /** New calls are told to try later, but for a few, because the machine has too much to do. */
  shedding: z.boolean(),
  /** New calls that were told so since the start, by why. */
  shed: z.object({ 'machine-full': z.int(), 'trunk-over-share': z.int(), 'machine-busy': z.int() }),
  /** How late the server usually is, how late the sound was last, and how long a message waited to be read. */
  delayMs: z.number(),
  soundDelayMs: z.number(),
  doorDelayMs: z.number(),
  /** The share of the time in which the server has something to do, 0 to 1. */
  busy: z.number(),
});
export type LineLoad = z.infer<typeof LineLoad>;

export const getLoad = endpoint({
  method: 'GET',
  path: '/api/load',
  summary: 'How much the machine carries, and what it has turned away',
  roles: ['operator'],
  reply: LineLoad,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
