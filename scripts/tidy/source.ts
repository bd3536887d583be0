import { parseSync, type Comment, type Program } from 'oxc-parser';

/** One text file of the repository; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong, where, and what to do about it: all in one line of a terminal. */
export interface Finding {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface Parsed {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

const CODE = /\.(ts|tsx|mts|mjs|js)$/;

export const isCode = (file: SourceFile): boolean => CODE.test(file.path);

/** The package (`packages/acd`, `interop`, `bench`, `scripts`) that a file belongs to; null: none. */
export function packageOf(path: string): string | null {
  return /^(packages\/[^/]+|interop|bench|scripts)\//.exec(path)?.[1] ?? null;
}

const parsedFiles = new WeakMap<SourceFile, Parsed>();

/** Several checks read the same file: it is parsed once. */
export function parse(file: SourceFile): Parsed {
  let parsed = parsedFiles.get(file);
  if (parsed === undefined) {
    const { program, comments } = parseSync(file.path, file.text);
    parsed = { program, comments };
    parsedFiles.set(file, parsed);
  }
  return parsed;
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Visits every node below `root`, parents first, and says in which field of which parent it stands. */
export function walk(
  root: unknown,
  visit: (node: AstNode, parent: AstNode | null, field: string) => void,
  parent: AstNode | null = null,
  field = '',
): void {
  if (!isNode(root)) return;
  visit(root, parent, field);
  for (const [name, value] of Object.entries(root)) {
    if (Array.isArray(value)) for (const item of value) walk(item, visit, root, name);
    else walk(value, visit, root, name);
  }
}
