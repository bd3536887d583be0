import { steadyClock } from '../adapters/clock/clock.ts';
import { connect } from '../adapters/database/connect.ts';
import { openDns } from '../adapters/dns/dns.ts';
import type { Settings } from '../settings.ts';
import { loadTrunks } from '../trunks/rows.ts';
import { soundnessOf, type TrunkFigures, type TrunkFinding } from '../trunks/soundness.ts';

const ANSWER_WITHIN_MS = 2_000;

/** Of each trunk whether it is sound; nothing where the database cannot be asked, which is said elsewhere. */
export async function trunkFindings(
  url: string,
  { settings, isRunning }: { readonly settings: Settings; readonly isRunning: boolean },
): Promise<readonly TrunkFinding[]> {
  const db = connect(url, () => {}, 1);
  try {
    const trunks = await loadTrunks(db).catch(() => []);
    const figures = isRunning ? await figuresAt(settings.httpPort) : null;
    const deps = { ask: openDns(settings.nameServers), clock: steadyClock() };
    const found = await Promise.all(
      trunks.map((trunk) =>
        soundnessOf(trunk, deps, figures === null ? null : figuresOf(figures, trunk.name)),
      ),
    );
    return found.flat();
  } finally {
    await db.destroy();
  }
}

/** What the running line tells this machine; null: it does not answer. */
async function figuresAt(httpPort: number): Promise<string | null> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return await (await fetch(`http://127.0.0.1:${httpPort}/metrics`, { signal })).text();
  } catch {
    return null;
  }
}

/** Prometheus writes a label's backslashes, quotes and line ends escaped. */
export function figuresOf(text: string, name: string): TrunkFigures {
  const label = name.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`);
  const read = (figure: string): boolean | null => {
    const line = text.split('\n').find((one) => one.startsWith(`${figure}{trunk="${label}"} `));
    return line === undefined ? null : line.endsWith(' 1');
  };
  return { up: read('pledgeline_trunk_up'), registered: read('pledgeline_trunk_registered') };
}
