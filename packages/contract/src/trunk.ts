import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import type { Fault } from './fault.ts';
import { isWholeBlock, overlap, readNetwork } from './network.ts';

/** Everything has a limit; what is beyond is refused in words (BAD_INPUT). */
export const TRUNK_LIMITS = {
  trunksMax: 100,
  addressesMax: 50,
  shortNumbersMax: 50,
  callsMax: 5_000,
  /** Carriers ask for one each 20 to 60 seconds; more often is a nuisance to them. */
  keepAliveSecondsMin: 10,
  keepAliveSecondsMax: 3_600,
  authorityCharsMax: 20_000,
  passwordCharsMax: 200,
} as const;

/** RFC 1123 §2.1: labels of letters, digits and hyphens. The last one has a letter, or it would be an address gone wrong. */
const HOST =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

export const isHostName = (text: string): boolean => HOST.test(text);

/** `sip.carrier.example`, `198.51.100.7:5080`, `[2001:db8::7]:5061`. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number | null;
}

export function readHostAndPort(text: string): HostAndPort | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const host = (match?.[1] ?? match?.[2] ?? text).toLowerCase();
  const port = match?.[3] === undefined ? null : Number(match[3]);
  const network = readNetwork(host);
  const isAddress = network !== null && !host.includes('/');
  if (match?.[1] !== undefined && network?.family !== 6) return null;
  if (!isAddress && !isHostName(host)) return null;
  return port === 0 || (port ?? 1) > 65_535 ? null : { host, port };
}

const wrong = (fault: Fault) => ({ params: { fault }, message: fault });

const TrunkAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine((text) => {
    const network = readNetwork(text);
    return network === null ? isHostName(text) : isWholeBlock(network);
  }, wrong('TRUNK_ADDRESS'));

const Host = z
  .string()
  .trim()
  .max(260)
  .refine((text) => readHostAndPort(text) !== null, wrong('TRUNK_HOST'));

/** What may stand as the user part of a SIP address without escapes, and in a digest's quotes. */
const Account = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9\-_.!~*'()&=+$,;?/@]+$/);

/** How we prove to the carrier who we are; null: by the address that we call from. */
export const TrunkRegistration = z.object({
  registrar: Host,
  user: Account,
  /** The name for the digest, where it is not the user. */
  authUser: Account.nullable(),
  /** The password is written and never read; null: the one that is kept stays. */
  password: z.string().min(1).max(TRUNK_LIMITS.passwordCharsMax).nullable(),
  expiresSeconds: z.int().min(60).max(86_400),
});
export type TrunkRegistration = z.infer<typeof TrunkRegistration>;

export const TrunkForm = z
  .object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .refine((text) => !/\p{Cc}/u.test(text), 'no control characters'),
    enabled: z.boolean(),
    transport: z.enum(['udp', 'tcp', 'tls']),
    /** Where the carrier's calls come from: addresses, blocks or host names. */
    addresses: z.array(TrunkAddress).max(TRUNK_LIMITS.addressesMax),
    registration: TrunkRegistration.nullable(),
    /** Where our own requests go; null: to the registrar, else to the first address that is no block. */
    outboundProxy: Host.nullable(),
    /** Digits of the country that a number with one leading zero belongs to. */
    countryCode: z.string().regex(/^[1-9]\d{0,2}$/),
    /** Numbers that the carrier sends without any prefix: 110, 3637. */
    shortNumbers: z.array(z.string().regex(/^\d{2,6}$/)).max(TRUNK_LIMITS.shortNumbersMax),
    callsMax: z.int().min(1).max(TRUNK_LIMITS.callsMax),
    /** Whether a caller who waits hears so before the call is answered (183), and so before the carrier bills it. */
    earlyMedia: z.boolean().default(false),
    /** Whether the carrier is there is asked so often (OPTIONS); null: never. */
    keepAliveSeconds: z
      .int()
      .min(TRUNK_LIMITS.keepAliveSecondsMin)
      .max(TRUNK_LIMITS.keepAliveSecondsMax)
      .nullable(),
    /** PEM text of the authority that the carrier's certificate comes from; null: those that everybody knows. */
    authority: z.string().trim().max(TRUNK_LIMITS.authorityCharsMax).nullable(),
    /** Whether it carries calls of ours to outside numbers. */
    outgoing: z.boolean().default(false),
  })
  .superRefine((form, context) => {
    if (form.addresses.length === 0 && form.registration === null)
      context.addIssue({ code: 'custom', path: ['addresses'], ...wrong('TRUNK_ADDRESS') });
    if (new Set(form.addresses).size !== form.addresses.length || overlapsItself(form.addresses))
      context.addIssue({ code: 'custom', path: ['addresses'], ...wrong('TRUNK_TWICE') });
  });
/** A carrier's connection as somebody fills it in. */
export type TrunkForm = z.infer<typeof TrunkForm>;

function overlapsItself(addresses: readonly string[]): boolean {
  const networks = addresses.flatMap((address) => readNetwork(address) ?? []);
  return networks.some((one, at) => networks.slice(at + 1).some((other) => overlap(one, other)));
}

export const TrunkState = z.object({
  /** What the last OPTIONS said; `unknown` where none is sent or none was answered yet. */
  reach: z.enum(['up', 'down', 'unknown']),
  since: z.iso.datetime(),
  /** How long the last answer took. */
  latencyMs: z.number().nullable(),
  /** The last answer to OPTIONS; null: none yet. */
  answer: z.object({ status: z.int(), at: z.iso.datetime() }).nullable(),
  registration: z.enum(['none', 'registering', 'registered', 'refused', 'unreachable', 'no-password']),
  registeredUntil: z.iso.datetime().nullable(),
  calls: z.int(),
  /** Addresses that the host names stand for now. */
  resolved: z.array(z.string()),
  /** Host names that could not be resolved just now; calls go by the last good answer. */
  unresolved: z.array(z.string()),
  /** Why the last connection over TLS was refused, as a word. */
  tlsFault: z.string().nullable(),
});
export type TrunkState = z.infer<typeof TrunkState>;

export const Trunk = z.object({
  id: z.string(),
  /** Counts the changes; a form says which it was made from. */
  revision: z.int(),
  trial: z.boolean(),
  form: TrunkForm,
  /** Whether a password is kept; it is never shown. */
  hasPassword: z.boolean(),
  state: TrunkState,
});
export type Trunk = z.infer<typeof Trunk>;

const TrunkList = z.object({ trunks: z.array(Trunk).max(TRUNK_LIMITS.trunksMax), mayEdit: z.boolean() });
export type TrunkList = z.infer<typeof TrunkList>;

const Id = z.object({ id: z.string().max(100) });
const Revision = z.int().min(1);
const REFUSALS = [
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'BAD_INPUT',
  'TRUNK_ADDRESS',
  'TRUNK_HOST',
  'TRUNK_TWICE',
  'TRUNK_OVERLAP',
  'TRUNK_NAME_TAKEN',
  'TRUNK_AUTHORITY',
  'TRUNK_PASSWORD',
] as const satisfies readonly Fault[];

export const listTrunks = endpoint({
  method: 'GET',
  path: '/api/trunks',
  summary: 'Every trunk, what is set for it, and how it is now',
  roles: ['operator', 'office'],
  reply: TrunkList,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED'],
});
export const addTrunk = endpoint({
  method: 'POST',
  path: '/api/trunks',
  summary: 'Adds a trunk; its calls are taken from now on',
  roles: ['operator'],
  body: z.object({ form: TrunkForm }),
  reply: TrunkList,
  faults: [...REFUSALS, 'TRUNKS_FULL'],
});
export const changeTrunk = endpoint({
  method: 'PUT',
  path: '/api/trunks/:id',
  summary: 'Changes a trunk; calls that are on go on',
  roles: ['operator'],
  params: Id,
  body: z.object({ revision: Revision, form: TrunkForm }),
  reply: TrunkList,
  faults: [...REFUSALS, 'NOT_FOUND', 'TRUNK_CHANGED'],
});
export const enableTrunk = endpoint({
  method: 'POST',
  path: '/api/trunks/:id/enabled',
  summary: 'Opens a trunk to new calls, or closes it; calls that are on go on',
  roles: ['operator'],
  params: Id,
  body: z.object({ enabled: z.boolean() }),
  reply: TrunkList,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'BAD_INPUT', 'NOT_FOUND'],
});
export const removeTrunk = endpoint({
  method: 'DELETE',
  path: '/api/trunks/:id',
  summary: 'Removes a trunk; calls that are on go on',
  roles: ['operator'],
  params: Id,
  reply: TrunkList,
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
