import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { isWholeBlock, readNetwork } from './network.ts';

/** Everything has a limit; what is beyond is refused in words. */
export const PHONE_ACCOUNT_LIMITS = {
  userCharsMax: 40,
  networksPerSiteMax: 20,
  /** A wider block is a slip: it would let half the world knock. */
  prefixMin: { 4: 8, 6: 32 },
} as const;

/** What a phone calls itself when it registers: `caen-17`. */
export const PhoneUser = z
  .string()
  .trim()
  .max(PHONE_ACCOUNT_LIMITS.userCharsMax)
  .regex(/^[a-z0-9]+(?:[-._][a-z0-9]+)*$/, 'small letters, digits, and one of - . _ between them');

/** What is kept of an account and may be read: never its password. */
export const PhoneAccount = z.object({
  position: z.string(),
  positionNumber: z.int(),
  site: z.string(),
  user: z.string(),
  /** Whether a phone is registered there now. */
  registered: z.boolean(),
  /** From where; null: it is not. Of an address that is in no site's network only the beginning: it is somebody's home. */
  from: z.object({ transport: z.enum(['udp', 'tcp', 'tls']), address: z.string() }).nullable(),
});
export type PhoneAccount = z.infer<typeof PhoneAccount>;

/** What is typed into a phone beside its name and its password. */
const RegistrarAddress = z.object({
  /** Of this machine; the one that the phone's network leads to is the one to type. */
  addresses: z.array(z.string()).min(1),
  /** For UDP and TCP. */
  port: z.int(),
  /** Null: closed. */
  tlsPort: z.int().nullable(),
});
export type RegistrarAddress = z.infer<typeof RegistrarAddress>;

/** The only time that a password is shown. */
export const NewPhonePassword = z.object({
  user: z.string(),
  password: z.string(),
  registrar: RegistrarAddress,
});
export type NewPhonePassword = z.infer<typeof NewPhonePassword>;

const ofPosition = z.object({ id: z.string().max(100) });

export const listPhoneAccounts = endpoint({
  method: 'GET',
  path: '/api/phone-accounts',
  summary: 'The phone accounts, and whether a phone is registered for each',
  roles: ['supervisor', 'office'],
  reply: z.object({ accounts: z.array(PhoneAccount) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const makePhoneAccount = endpoint({
  method: 'POST',
  path: '/api/positions/:id/phone-account',
  summary:
    'Gives a position an account by which a desk phone registers; its password is shown here and never again',
  roles: ['supervisor', 'office'],
  params: ofPosition,
  body: z.object({ user: PhoneUser }),
  reply: NewPhonePassword,
  faults: [
    'BAD_INPUT',
    'NOT_SIGNED_IN',
    'NOT_ALLOWED',
    'NOT_FOUND',
    'PHONE_ALREADY',
    'PHONE_USER_TAKEN',
    'PHONE_ACCOUNTS_FULL',
  ],
});
export const renewPhoneAccount = endpoint({
  method: 'POST',
  path: '/api/positions/:id/phone-account/renew',
  summary: 'Gives the account of a position another password; a phone with the old one is registered no more',
  roles: ['supervisor', 'office'],
  params: ofPosition,
  reply: NewPhonePassword,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const removePhoneAccount = endpoint({
  method: 'DELETE',
  path: '/api/positions/:id/phone-account',
  summary: 'Takes the account of a position away; the browser carries the sound from then on',
  roles: ['supervisor', 'office'],
  params: ofPosition,
  reply: z.object({ accounts: z.array(PhoneAccount) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});

/** A block of addresses in which phones may register; null: it is none, or too wide to be meant. */
export function readPhoneNetwork(text: string) {
  const network = readNetwork(text);
  if (network === null || !isWholeBlock(network)) return null;
  return network.prefix < PHONE_ACCOUNT_LIMITS.prefixMin[network.family] ? null : network;
}

const SiteNetwork = z
  .string()
  .trim()
  .max(60)
  .refine((text) => readPhoneNetwork(text) !== null, {
    params: { fault: 'SITE_NETWORK' },
    message: 'SITE_NETWORK',
  });

export const Site = z.object({
  id: z.string(),
  name: z.string(),
  /** From where phones of this site register: `192.0.2.0/24`. */
  networks: z.array(z.string()),
});
export type Site = z.infer<typeof Site>;
const Sites = z.object({ sites: z.array(Site) });

export const listSites = endpoint({
  method: 'GET',
  path: '/api/sites',
  summary: 'The sites, and the networks of their phones',
  roles: ['supervisor', 'office'],
  reply: Sites,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const setSiteNetworks = endpoint({
  method: 'PUT',
  path: '/api/sites/:id/networks',
  summary: 'Sets from which networks the phones of a site register; in force when it is answered',
  roles: ['supervisor', 'office'],
  params: z.object({ id: z.string().max(100) }),
  body: z.object({ networks: z.array(SiteNetwork).max(PHONE_ACCOUNT_LIMITS.networksPerSiteMax) }),
  reply: Sites,
  faults: ['BAD_INPUT', 'SITE_NETWORK', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
