import { z } from 'zod';
import { holdsCardNumber } from './card.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { LocalDate, LocalTime } from './local-time.ts';
import { Opening } from './opening-hours.ts';

/** What is shown of a moment on air: read by volunteers and kept, so it is looked at as every text is. */
export const ShowTitle = z
  .string()
  .trim()
  .min(1)
  .max(LIMITS.showTitleCharsMax)
  .refine((text) => !/\p{Cc}/u.test(text), 'no control characters')
  .refine((text) => !holdsCardNumber(text), { params: { fault: 'CARD_NUMBER' }, message: 'CARD_NUMBER' });

/** A moment as it is typed: day and time by the campaign's clocks. */
export const ShowMoment = z.object({
  date: LocalDate,
  time: LocalTime,
  title: ShowTitle,
  seconds: z.int().min(1).max(LIMITS.onAirSecondsMax),
});
export type ShowMoment = z.infer<typeof ShowMoment>;

export const KeptMoment = ShowMoment.extend({
  id: z.string(),
  at: z.number(),
  /** Calls that came in each of the minutes after it; null: it is still to come. */
  calls: z.array(z.int()).nullable(),
});
export type KeptMoment = z.infer<typeof KeptMoment>;
export const KeptOpening = z.object({ ...Opening.shape, id: z.string() });
export type KeptOpening = z.infer<typeof KeptOpening>;

export const Show = z.object({
  campaign: z.string(),
  zone: z.string(),
  openings: z.array(KeptOpening),
  moments: z.array(KeptMoment),
});
export type Show = z.infer<typeof Show>;

/** Why a line of a file was left out. */
export const ShowLineFault = z.enum([
  'CELLS',
  'DATE',
  'TIME',
  'TITLE',
  'SECONDS',
  'CARD_NUMBER',
  'SAME_MOMENT',
]);
export type ShowLineFault = z.infer<typeof ShowLineFault>;
export const ShowImported = z.object({
  show: Show,
  taken: z.int(),
  refused: z.array(z.object({ line: z.int(), why: ShowLineFault })),
});
export type ShowImported = z.infer<typeof ShowImported>;

const roles = ['supervisor', 'office'] as const;
const params = z.object({ id: z.string().max(100) });
const usual = ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'] as const;

export const getShow = endpoint({
  method: 'GET',
  path: '/api/show',
  summary: 'Opening hours and run of show of the campaign that is open',
  roles,
  reply: Show,
  faults: usual,
});
export const addOpening = endpoint({
  method: 'POST',
  path: '/api/show/openings',
  summary: 'Adds opening hours; in force at once',
  roles,
  body: Opening,
  reply: Show,
  faults: ['BAD_INPUT', 'SHOW_FULL', ...usual],
});
export const removeOpening = endpoint({
  method: 'DELETE',
  path: '/api/show/openings/:id',
  summary: 'Takes opening hours out; without any, the line is open whenever the campaign is',
  roles,
  params,
  reply: Show,
  faults: usual,
});
export const addMoment = endpoint({
  method: 'POST',
  path: '/api/show/moments',
  summary: 'Adds a moment on air',
  roles,
  body: ShowMoment,
  reply: Show,
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'SAME_MOMENT', 'SHOW_FULL', ...usual],
});
export const changeMoment = endpoint({
  method: 'PUT',
  path: '/api/show/moments/:id',
  summary: 'Changes a moment on air',
  roles,
  params,
  body: ShowMoment,
  reply: Show,
  faults: ['BAD_INPUT', 'CARD_NUMBER', 'SAME_MOMENT', ...usual],
});
export const removeMoment = endpoint({
  method: 'DELETE',
  path: '/api/show/moments/:id',
  summary: 'Takes a moment out',
  roles,
  params,
  reply: Show,
  faults: usual,
});
export const importShow = endpoint({
  method: 'POST',
  path: '/api/show/import',
  summary: 'Takes moments from a CSV file; one at a minute that is known already is changed',
  roles,
  body: z.object({ csv: z.string().max(LIMITS.showFileCharsMax) }),
  reply: ShowImported,
  faults: ['BAD_INPUT', 'SHOW_HEADER', 'SHOW_FULL', 'TOO_LARGE', ...usual],
});
