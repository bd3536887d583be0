import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { runTestFile, type FileOutcome } from './run-tests/file.ts';
import { failuresOf, finalLine, fileLine, howToRunAll, sum } from './run-tests/words.ts';

/** Arguments: parts of paths (none: every test); `--ci`, or CI=true: a skipped test counts as a failed one. */
const UNIT = ['packages/*/test/**/*.test.{ts,tsx}', 'scripts/test/**/*.test.ts'];
/** A running line, real phones and browsers: one at a time, with the machine to itself. */
const INTEROP = ['interop/**/*.test.ts'];
/** These wait more than they work, for telephones that try again and strangers who hear nothing: beside the others. */
const MOSTLY_WAITING = ['attackers', 'desk-phone', 'evening', 'registered-phone'];
const UNIT_AT_ONCE = 2;
const UNIT_LIMIT_MS = 180_000;
const INTEROP_LIMIT_MS = 300_000;

process.chdir(resolve(import.meta.dirname, '..'));
const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const strict = args.includes('--ci') || ['1', 'true'].includes(process.env['CI'] ?? '');
const outcomes: FileOutcome[] = [];

await runAll(find(UNIT), UNIT_AT_ONCE, UNIT_LIMIT_MS);
const interop = find(INTEROP);
const waits = (path: string): boolean => MOSTLY_WAITING.some((name) => path.endsWith(`/${name}.test.ts`));
await Promise.all([
  runAll(
    interop.filter((path) => !waits(path)),
    1,
    INTEROP_LIMIT_MS,
  ),
  runAll(interop.filter(waits), 1, INTEROP_LIMIT_MS),
]);

const total = sum(outcomes, strict);
for (const line of howToRunAll(outcomes)) console.log(line);
for (const line of failuresOf(outcomes)) console.log(line);
console.log(finalLine(total));
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function find(patterns: readonly string[]): string[] {
  return globSync([...patterns])
    .filter((path) => !path.includes('node_modules'))
    .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
    .toSorted();
}

async function runAll(paths: readonly string[], atOnce: number, limitMs: number): Promise<void> {
  const waiting = [...paths];
  const work = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const outcome = await runTestFile(path, limitMs);
      outcomes.push(outcome);
      console.log(fileLine(outcome));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
