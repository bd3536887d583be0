import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Position } from './access.ts';
import { isHostName } from './trunk.ts';

const PATTERN =
  /^sip:(?<user>[\w.!~*'()&=+$,-]{1,64})@(?<host>[\w.-]{1,253}|\[[\da-fA-F:.]{2,45}\])(?::(?<port>\d{1,5}))?(?:;transport=(?<transport>udp|tcp))?$/;
const Address = z.union([z.ipv4(), z.ipv6()]);

/** Where a desk phone is rung. */
export interface DeskPhoneAddress {
  readonly uri: string;
  /** An IP address without brackets, or a host name in small letters. */
  readonly host: string;
  /** Null: 5060, or what the records of the name say. */
  readonly port: number | null;
  /** Null: UDP, or what the records of the name say. */
  readonly transport: 'udp' | 'tcp' | null;
}

/** `sip:agent17@192.0.2.4:5060;transport=tcp`, `sip:201@pbx.example.org`; null: that is none that we can ring. */
export function readDeskPhone(uri: string): DeskPhoneAddress | null {
  const parts = PATTERN.exec(uri)?.groups;
  if (parts === undefined) return null;
  const host = (parts['host'] ?? '').replaceAll(/[[\]]/g, '').toLowerCase();
  const port = parts['port'] === undefined ? null : Number(parts['port']);
  if (port === 0 || (port ?? 1) > 65_535) return null;
  if (!isHostName(host) && !Address.safeParse(host).success) return null;
  const { transport } = parts;
  return { uri, host, port, transport: transport === 'udp' || transport === 'tcp' ? transport : null };
}

/** The SIP address of a phone that stays where it is, or of the extension at a room's own PBX; empty: the browser carries the sound. */
export const DeskPhone = z
  .string()
  .trim()
  .max(200)
  .refine((uri) => uri === '' || readDeskPhone(uri) !== null, {
    message: 'An address such as sip:agent17@192.0.2.4:5060 or sip:201@pbx.example.org, or nothing.',
  });

export const setDeskPhone = endpoint({
  method: 'PUT',
  path: '/api/positions/:id/phone',
  summary:
    'Gives a position a desk phone in place of the browser’s sound, or takes it away (an empty address)',
  roles: ['supervisor', 'office'],
  params: z.object({ id: z.string().max(100) }),
  body: z.object({ phone: DeskPhone }),
  reply: z.object({ positions: z.array(Position) }),
  faults: ['BAD_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'PHONE_ALREADY'],
});
