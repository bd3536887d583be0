import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordsIn } from '../adapters/floor-log/file-floor-log.ts';
import { floorHash } from '../telephony/floor-hash.ts';
import { recoverExchange } from '../telephony/recovery.ts';
import { RULES } from '../telephony/rules.ts';

/** Whether the floor comes back from its log, and to which one it leads; null: no floor has been kept here yet. */
export async function floorFinding(
  dataDir: string,
): Promise<{ readonly sound: boolean; readonly sentence: string } | null> {
  const bytes = await readFile(join(dataDir, 'floor', 'floor.ndjson')).catch(() => null);
  if (bytes === null) return null;
  const records = recordsIn(bytes);
  const hash = floorHash(recoverExchange(records, RULES).exchange);
  return {
    sound: true,
    sentence: `The log of the floor holds ${records.length} records and leads to the floor ${hash}.`,
  };
}
