import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key that staff sessions are signed with: made at the first start and kept beside the database, not in it, so that
 * a copy of the database opens no session.
 */
export async function ownSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'session.key');
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
