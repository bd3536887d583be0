import type { Line } from '@pledgeline/interop';

/** Held on purpose: the log is written anew only now and then. */
const STAYS = new Set(['log_records']);

interface Held {
  /** What must be nothing, as `leftSipLegs`. */
  readonly left: Record<string, number>;
  readonly counted: Record<string, number>;
}

/** What the line says that it holds. */
export async function readHeld(line: Line): Promise<Held> {
  const metrics = await line.metrics();
  const left: Record<string, number> = {};
  const counted: Record<string, number> = {};
  for (const [, what = '', value] of metrics.matchAll(/^pledgeline_held\{what="(\w+)"\} (\S+)$/gm))
    (STAYS.has(what) ? counted : left)[STAYS.has(what) ? named('held', what) : named('left', what)] =
      Number(value);
  if (Object.keys(left).length === 0) throw new Error('the line does not say what it holds');
  counted.faults = sumOf(metrics, 'pledgeline_machine_faults_total');
  counted.callsEnded = sumOf(metrics, 'pledgeline_calls_total');
  counted.callsShed = sumOf(metrics, 'pledgeline_calls_shed_total');
  counted.heapMb = Math.round(sumOf(metrics, 'nodejs_heap_size_used_bytes') / 1e6);
  return { left, counted };
}

const named = (prefix: string, what: string): string =>
  prefix + what.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function sumOf(metrics: string, name: string): number {
  const rows = metrics.split('\n').filter((row) => new RegExp(`^${name}(?:\\{|\\s)`).test(row));
  return rows.reduce((all, row) => all + Number(row.split(' ').at(-1)), 0);
}
