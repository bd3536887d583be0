import { existsSync, globSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a file in bench/ exports by default. Units stand in the figures' names: `inviteToFormP95Ms`. */
interface Bench {
  readonly name: string;
  /** Given whatever stands after the name. */
  readonly run: (args: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  readonly describe: (figures: Readonly<Record<string, number>>) => string;
}

const FOLDER = resolve(import.meta.dirname, '..', 'bench');
const args = process.argv.slice(2);
const json = args.includes('--json');
const name = args.find((arg) => !arg.startsWith('--'));

const bench = name === undefined ? null : await load(name);
if (bench === null) {
  const names = globSync(join(FOLDER, '*.ts')).map((path) => basename(path, '.ts'));
  console.error(`npm run bench -- NAME [--json], where NAME is one of: ${names.toSorted().join(', ')}`);
  process.exit(1);
}
// With --json, standard output is for the one object: what anything else prints goes the other way.
if (json) console.log = console.error;
const figures = await bench.run(args.filter((arg) => arg !== '--json' && arg !== name));
process.stdout.write(
  json ? `${JSON.stringify({ bench: bench.name, figures })}\n` : `${bench.describe(figures)}\n`,
);

async function load(wanted: string): Promise<Bench | null> {
  const path = join(FOLDER, `${wanted}.ts`);
  if (!/^[a-z-]+$/.test(wanted) || !existsSync(path)) return null;
  const module = (await import(pathToFileURL(path).href)) as { readonly default: Bench };
  return module.default;
}
