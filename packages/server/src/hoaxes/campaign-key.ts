import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { carrierNumber } from '../callers/carrier-number.ts';

/** What turns a number into what stands for it, in one campaign and in no other. */
export interface CampaignKey {
  readonly name: string;
  readonly bytes: Buffer;
}

const KEY_BYTES = 32;
const fileOf = (campaign: string): string =>
  `${createHash('sha256').update(campaign).digest('hex').slice(0, 32)}.key`;

/**
 * [BAR-3] Kept in a file of its own beside the database: there are so few numbers that whoever has hash and key has the
 * number. One that is not there, or is cut short, is made anew, and what was barred under the former is barred no more.
 */
export async function campaignKey(folder: string, campaign: string): Promise<CampaignKey> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, fileOf(campaign));
  const held = await readFile(file).catch(() => null);
  const bytes = held?.length === KEY_BYTES ? held : randomBytes(KEY_BYTES);
  if (bytes !== held) await writeFile(file, bytes, { mode: 0o600 });
  await chmod(file, 0o600);
  return { name: createHash('sha256').update('name').update(bytes).digest('hex').slice(0, 16), bytes };
}

/** [BAR-3] The keys of all campaigns but these are destroyed. */
export async function destroyOtherKeys(folder: string, campaigns: readonly string[]): Promise<void> {
  const wanted = new Set(campaigns.map(fileOf));
  const files = await readdir(folder).catch(() => []);
  for (const file of files) if (!wanted.has(file)) await rm(join(folder, file), { force: true });
}

/** Shorter than this it is no telephone number. */
const DIGITS_MIN = 3;

/** HMAC-SHA-256 of the number in its one form; null: what the carrier sent is no number. */
export function markOf(key: CampaignKey, number: string): string | null {
  const digits = number.replaceAll(/\D/g, '');
  if (digits.length < DIGITS_MIN) return null;
  return createHmac('sha256', key.bytes)
    .update(carrierNumber(number) ?? digits)
    .digest('hex');
}
