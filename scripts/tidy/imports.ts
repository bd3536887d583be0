import { posix } from 'node:path';
import { isNode, lineAt, packageOf, parse, walk, type Finding, type SourceFile } from './source.ts';

/** The arrows of the house (ARCHITECTURE.md): what each package may import besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sip: ['core'],
  acd: ['core'],
  contract: ['core'],
  calls: ['core', 'sip', 'acd'],
  media: ['core'],
  simulator: ['core', 'acd'],
  server: ['core', 'sip', 'acd', 'calls', 'contract', 'media', 'simulator'],
  web: ['core', 'contract'],
  interop: ['core', 'contract'],
  bench: ['core', 'sip', 'acd', 'calls', 'contract', 'media', 'simulator', 'interop'],
  scripts: [],
};

/** These know nothing but each other: what they need from outside comes in as an argument. */
const WITHOUT_DEPENDENCIES: readonly string[] = ['core', 'sip', 'acd', 'calls', 'simulator'];
/** Arithmetic that is as pure as they are and better kept elsewhere (docs/decisions/0045). */
const ARITHMETIC: readonly string[] = [
  '@noble/hashes/sha2.js',
  '@noble/hashes/legacy.js',
  '@noble/hashes/hmac.js',
];
const PRODUCT_SOURCE = /^packages\/[^/]+\/src\//;

export function importFindings(file: SourceFile): Finding[] {
  const home = packageOf(file.path);
  if (home === null) return [];
  return importsOf(file).flatMap(({ from, line }) => {
    const text = judge({ file, home, from });
    return text === null ? [] : [{ path: file.path, line, text }];
  });
}

function judge(given: {
  readonly file: SourceFile;
  readonly home: string;
  readonly from: string;
}): string | null {
  const { file, home, from } = given;
  if (from.startsWith('.')) return judgeRelative(file, home, from);
  const name = home.replace('packages/', '');
  const ours = /^@pledgeline\/([^/]+)(\/.*)?$/.exec(from);
  if (ours !== null) return judgeOurs({ name, target: ours[1] ?? '', below: ours[2] });
  if (WITHOUT_DEPENDENCIES.includes(name) && !ARITHMETIC.includes(from) && PRODUCT_SOURCE.test(file.path))
    return `${name} imports '${from}': it depends on nothing from outside; take it as an argument`;
  return null;
}

function judgeRelative(file: SourceFile, home: string, from: string): string | null {
  const target = posix.join(posix.dirname(file.path), from);
  if (target === home || target.startsWith(`${home}/`)) return null;
  return `'${from}' leaves ${home}: import the other package by its name, through its face`;
}

function judgeOurs(given: {
  readonly name: string;
  readonly target: string;
  readonly below: string | undefined;
}): string | null {
  const { name, target, below } = given;
  if (below !== undefined)
    return `'@pledgeline/${target}${below}' reaches past the face: export it from ${target}'s src/index.ts`;
  if (target === name) return `${name} imports itself by name: use a relative path`;
  const allowed = ARROWS[name];
  if (allowed === undefined) return `${name} has no place in the table of arrows: give it one in ARROWS`;
  if (allowed.includes(target)) return null;
  const may = allowed.length === 0 ? 'no other package' : allowed.join(', ');
  return `${name} may not import ${target}: the arrows allow it ${may}`;
}

interface Import {
  readonly from: string;
  readonly line: number;
}

const NAMES_A_MODULE = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  walk(parse(file).program, (node) => {
    if (!NAMES_A_MODULE.has(node.type) || !isNode(node['source'])) return;
    const from = node['source']['value'];
    if (typeof from === 'string') found.push({ from, line: lineAt(file.text, node.start) });
  });
  return found;
}
