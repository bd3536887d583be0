import { z } from 'zod';
import { ShortName } from './access.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';
import type { Fault } from './fault.ts';

export const SHARING_LIMITS = {
  /** Who waits longer for a site of his own than for anybody is not served by it. */
  overflowSecondsMax: 600,
  weightMax: 100,
  /** More than any house has positions. */
  callsMax: 10_000,
  sitesMax: 100,
} as const;

/** What a site's part in the calls of the campaign is. */
export const SiteShare = z.object({
  name: ShortName,
  /** Where all weigh the same 1, calls go to whoever has been free longest, wherever that is. */
  weight: z.int().min(1).max(SHARING_LIMITS.weightMax),
  /** Calls at a time; 0: none for now; null: as many as there are people. */
  callsMax: z.int().min(0).max(SHARING_LIMITS.callsMax).nullable(),
  /** Of another firm, whose own staff see this site alone. */
  outsourced: z.boolean(),
});
export type SiteShare = z.infer<typeof SiteShare>;

export const SharingSite = z.object({
  id: z.string(),
  ...SiteShare.shape,
  positions: z.int(),
  /** Who sits there now; by what they speak and are. */
  seated: z.int(),
  speaking: z.record(Language, z.int()),
  professionals: z.int(),
  listeners: z.int(),
});
export type SharingSite = z.infer<typeof SharingSite>;

export const SharingLine = z.object({
  id: z.string(),
  number: z.string(),
  language: Language,
  /** Whose people its calls ask for first; null: everybody's. */
  site: z.string().nullable(),
});
export type SharingLine = z.infer<typeof SharingLine>;

export const Sharing = z.object({
  campaign: z.string(),
  /** How long a line's own site comes first; null: all sites are one pool. */
  overflowSeconds: z.int().nullable(),
  sites: z.array(SharingSite),
  lines: z.array(SharingLine),
});
export type Sharing = z.infer<typeof Sharing>;

export const Preference = z.object({
  overflowSeconds: z.int().min(1).max(SHARING_LIMITS.overflowSecondsMax).nullable(),
  /** Lines that are not named stay as they are. */
  lines: z
    .array(z.object({ line: z.string().max(100), site: z.string().max(100).nullable() }))
    .max(SHARING_LIMITS.sitesMax),
});
export type Preference = z.infer<typeof Preference>;

const roles = ['supervisor', 'office'] as const;
const REFUSALS = [
  'BAD_INPUT',
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'NOT_FOUND',
] as const satisfies readonly Fault[];

export const getSharing = endpoint({
  method: 'GET',
  path: '/api/sharing',
  summary: 'How the calls of the campaign that is open are shared out among the sites',
  roles,
  reply: Sharing,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const setSiteShare = endpoint({
  method: 'PUT',
  path: '/api/sharing/sites/:id',
  summary: 'Sets the part of one site; holds for the next call',
  roles,
  params: z.object({ id: z.string().max(100) }),
  body: SiteShare,
  reply: Sharing,
  faults: [...REFUSALS, 'CARD_NUMBER', 'SITE_TWICE'],
});
export const setPreference = endpoint({
  method: 'PUT',
  path: '/api/sharing/preference',
  summary:
    'Makes one pool of all sites, or lets lines prefer a site for so many seconds; holds for the next call',
  roles,
  body: Preference,
  reply: Sharing,
  faults: REFUSALS,
});
