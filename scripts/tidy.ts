import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { importFindings } from './tidy/imports.ts';
import { markFindings, sizeFindings } from './tidy/marks.ts';
import { purityFindings } from './tidy/purity.ts';
import { ruleFindings } from './tidy/rules.ts';
import { isCode, type Finding, type SourceFile } from './tidy/source.ts';

/**
 * What no linter knows of this house: the arrows between its packages, the purity of its cores, rules and their
 * tests, the size of files, marks that were left. See CONTRIBUTING.md.
 */
const ROOT = resolve(import.meta.dirname, '..');
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'data', 'package-lock.json', 'LICENSE']);
const READ = /\.(ts|tsx|mts|mjs|js|css|html|sh|md|json|sql|xml|csv|yml|yaml|service|cfg)$|(^|\/)\.ci\//;

function* pathsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pathsBelow(path);
    else if (entry.isFile()) yield relative(ROOT, path).split(sep).join('/');
  }
}

function findings(files: readonly SourceFile[]): Finding[] {
  return [
    ...files.flatMap((file) => [...sizeFindings(file), ...markFindings(file)]),
    ...files.filter(isCode).flatMap((file) => [...importFindings(file), ...purityFindings(file)]),
    ...ruleFindings(files),
  ];
}

const files = [...pathsBelow(ROOT)]
  .filter((path) => READ.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const found = findings(files);
for (const { path, line, text } of found) console.log(`${path}:${line} ${text}`);
console.log(
  found.length === 0
    ? `${files.length} files are tidy`
    : `${found.length} to put right in ${files.length} files`,
);
process.exitCode = found.length === 0 ? 0 : 1;
