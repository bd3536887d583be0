import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Position } from './access.ts';

const PATTERN =
  /^sip:(?<user>[\w.!~*'()&=+$,-]{1,64})@(?<host>[\d.]{7,15}|\[[\da-fA-F:.]{2,45}\])(?::(?<port>\d{1,5}))?(?:;transport=(?<transport>udp|tcp))?$/;
const DEFAULT_PORT = 5060;
/** A name would have to be looked up while a caller waits. */
const Address = z.union([z.ipv4(), z.ipv6()]);

/** Where a desk phone is rung. */
export interface DeskPhoneAddress {
  readonly uri: string;
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** `sip:agent17@192.0.2.4:5060;transport=tcp`; null: that is none that we can ring. */
export function readDeskPhone(uri: string): DeskPhoneAddress | null {
  const parts = PATTERN.exec(uri)?.groups;
  if (parts === undefined) return null;
  const address = (parts['host'] ?? '').replaceAll(/[[\]]/g, '');
  const port = Number(parts['port'] ?? DEFAULT_PORT);
  if (port < 1 || port > 65_535 || !Address.safeParse(address).success) return null;
  return { uri, address, port, transport: parts['transport'] === 'tcp' ? 'tcp' : 'udp' };
}

/** The fixed SIP address of a phone, or of the extension at a room's own PBX; empty: the browser carries the sound. */
export const DeskPhone = z
  .string()
  .trim()
  .max(200)
  .refine((uri) => uri === '' || readDeskPhone(uri) !== null, {
    message: 'An address such as sip:agent17@192.0.2.4:5060, with the number of the machine, or nothing.',
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
