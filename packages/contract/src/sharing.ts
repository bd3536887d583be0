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
  supervisorsPerSiteMax: 100,
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

/** Who supervises one site, and sees no other. */
export const SiteSupervisor = z.object({ id: z.string(), name: z.string() });
export type SiteSupervisor = z.infer<typeof SiteSupervisor>;

export const SharingSite = z.object({
  id: z.string(),
  ...SiteShare.shape,
  positions: z.int(),
  /** Who sits there now; by what they speak and are. */
  seated: z.int(),
  speaking: z.record(Language, z.int()),
  professionals: z.int(),
  listeners: z.int(),
  supervisors: z.array(SiteSupervisor),
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

/** `token`: of the one-time link that signs this person in; said once. */
const NewLink = z.object({ token: z.string(), sharing: Sharing });
const Id = z.object({ id: z.string().max(100) });

export const addSiteSupervisor = endpoint({
  method: 'POST',
  path: '/api/sharing/sites/:id/supervisors',
  summary: 'Lets somebody supervise one site alone, and answers a one-time link for the person',
  roles,
  params: Id,
  body: z.object({ name: ShortName }),
  reply: NewLink,
  faults: [...REFUSALS, 'CARD_NUMBER', 'SITE_FULL'],
});
export const linkSiteSupervisor = endpoint({
  method: 'POST',
  path: '/api/sharing/supervisors/:id/link',
  summary: 'Answers a new one-time link for a supervisor of one site; the one before opens nothing any more',
  roles,
  params: Id,
  reply: NewLink,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const removeSiteSupervisor = endpoint({
  method: 'DELETE',
  path: '/api/sharing/supervisors/:id',
  summary: 'Ends what somebody may who supervises one site, at once',
  roles,
  params: Id,
  reply: Sharing,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
