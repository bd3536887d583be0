// Builds the screens where what they are made of has changed since they were built.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { node24, ROOT, runToItsEnd } from './install.mjs';

const WEB = join(ROOT, 'packages/web');
const DIST = join(WEB, 'dist');
const STAMP = join(DIST, '.made-from');
/** What the screens are made of; a file that is none of these changes nothing in them. */
const INPUTS = ['packages/web', 'packages/contract/src', 'packages/core/src', 'package-lock.json'];
const LEFT_OUT = new Set(['node_modules', 'dist', 'test']);

/** False: they cannot be built, and it was said why. Screens that were built before stay as they were. */
export function ensureWeb() {
  const inputs = hashOfInputs();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return true;
  console.error('Building the screens.');
  const fresh = join(ROOT, 'node_modules/.screens');
  rmSync(fresh, { recursive: true, force: true });
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const build = runToItsEnd(
    node24(),
    [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: WEB,
      stdio: ['ignore', 2, 2],
    },
  );
  if (build.error !== undefined || build.status !== 0) {
    console.error('The screens could not be built; the reason stands above.');
    return false;
  }
  writeFileSync(join(fresh, '.made-from'), inputs);
  // Whole or not at all: a build that is cut short leaves the former screens.
  rmSync(DIST, { recursive: true, force: true });
  renameSync(fresh, DIST);
  return true;
}

function hashOfInputs() {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesIn(join(ROOT, input))) {
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesIn(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return (
    entries
      .filter((entry) => !LEFT_OUT.has(entry.name))
      // eslint-disable-next-line unicorn/no-array-sort -- Node 18 has no toSorted().
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
  );
}
