import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keys that are made at the first start and kept beside the database, not in it, so that a copy of the database opens
 * nothing: `session` signs the sessions of staff, `trunks` seals the passwords of carriers' accounts.
 */
export async function ownSecret(dataDir: string, name: 'session' | 'trunks'): Promise<string> {
  const file = join(dataDir, `${name}.key`);
  const held = await readFile(file, 'utf8').catch(() => null);
  if (held !== null && held.trim().length >= 32) return held.trim();
  const made = `${file}.${process.pid}`;
  await writeFile(made, randomBytes(32).toString('base64url'), { mode: 0o600 });
  await chmod(made, 0o600);
  // Of two that start at once, the first one's key is both's.
  if (held !== null) await rm(file, { force: true });
  await link(made, file).catch(() => undefined);
  await rm(made);
  return (await readFile(file, 'utf8')).trim();
}
