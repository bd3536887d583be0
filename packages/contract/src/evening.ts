import { z } from 'zod';
import { isWithin } from './opening-hours.ts';
import { endpoint } from './endpoint.ts';

const Span = z.object({ from: z.number(), until: z.number() });

/** A moment at which the number is shown or said on air. */
export const OnAir = z.object({
  id: z.string(),
  /** Epoch milliseconds, server's clock. */
  at: z.number(),
  title: z.string(),
  seconds: z.int(),
});
export type OnAir = z.infer<typeof OnAir>;

/** What every desk knows of the evening. Nothing here tells of a donor. */
export const Evening = z.object({
  /** IANA name, such as Europe/Paris. */
  zone: z.string(),
  /** Opening hours as moments; none: open whenever the campaign is. */
  openings: z.array(Span),
  /** Somebody has closed the line, whatever the hours say. */
  closedByHand: z.boolean(),
  /** In order; what is over is left out. */
  onAir: z.array(OnAir),
});
export type Evening = z.infer<typeof Evening>;

export type LineState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed-by-hand' }
  /** `opens`: when next; null: not as far as is known. */
  | { readonly kind: 'closed'; readonly opens: number | null };

/** What the hours and the hand together come to. */
export function lineStateAt({ openings, closedByHand }: Evening, now: number): LineState {
  if (closedByHand) return { kind: 'closed-by-hand' };
  if (openings.length === 0 || isWithin(openings, now)) return { kind: 'open' };
  return { kind: 'closed', opens: openings.find(({ from }) => from > now)?.from ?? null };
}

const roles = ['volunteer', 'supervisor', 'office'] as const;
export const getEvening = endpoint({
  method: 'GET',
  path: '/api/evening',
  summary: 'Whether the line is open, and when the number is on air',
  roles,
  reply: Evening,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});

const staff = ['supervisor', 'office'] as const;
export const closeLine = endpoint({
  method: 'POST',
  path: '/api/line/close',
  summary:
    'Closes the line: new callers hear that it is closed; those who wait are served, or hear so too and are let go',
  roles: staff,
  body: z.object({ waiting: z.enum(['served', 'let-go']) }),
  reply: Evening,
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const openLineAgain = endpoint({
  method: 'POST',
  path: '/api/line/open',
  summary: 'Opens the line again, as far as its hours go',
  roles: staff,
  reply: Evening,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
