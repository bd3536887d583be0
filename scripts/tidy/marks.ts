import { isCode, type Finding, type SourceFile } from './source.ts';

interface Mark {
  readonly pattern: RegExp;
  readonly text: string;
  /** Where it means something: in programs only, or in every text. */
  readonly where: 'code' | 'text';
}

/** Written in pieces, so that this file does not find itself. */
const word = (...pieces: readonly string[]): string => pieces.join('');
const marks = [word('TO', 'DO'), word('FIX', 'ME'), word('XX', 'X'), word('HA', 'CK')].join('|');

const MARKS: readonly Mark[] = [
  {
    pattern: new RegExp(`\\b(${marks})\\b`),
    text: 'left undone: do it, or write it where work is planned',
    where: 'text',
  },
  {
    pattern: /\b(test|it|describe|suite)\.only\s*\(|\bonly:\s*true\b/,
    text: 'runs alone: take `only` away',
    where: 'code',
  },
  {
    pattern: /\b(test|it|describe|suite)\.(skip|todo)\s*\(|\b(skip|todo):\s*true\b|\bt\.todo\s*\(/,
    text: 'never runs: make it pass, or delete it',
    where: 'code',
  },
  {
    // A test steps aside for one reason only, and says how to bring what it misses.
    pattern: /\b(t|context)\.skip\((?!\s*(`|'|")needs [^:]+: |\s*missing[\w.]*\))/,
    text: "skipped for another reason than a missing program: skip with 'needs NAME: apt-get install PACKAGE'",
    where: 'code',
  },
  {
    pattern: new RegExp(word('\\.\\./', 'shared\\b')),
    text: 'points out of the repository: say it here, in our own words',
    where: 'text',
  },
];

export function markFindings(file: SourceFile): Finding[] {
  return file.text.split('\n').flatMap((line, index) =>
    MARKS.filter((mark) => (mark.where === 'text' || isCode(file)) && mark.pattern.test(line)).map(
      (mark) => ({
        path: file.path,
        line: index + 1,
        text: mark.text,
      }),
    ),
  );
}

const LINES_MAX = 400;
const COUNTED = /\.(ts|tsx|mts|mjs|js|css|html|sh)$/;

export function sizeFindings(file: SourceFile): Finding[] {
  if (!COUNTED.test(file.path)) return [];
  const lines = file.text.trimEnd().split('\n').length;
  if (lines <= LINES_MAX) return [];
  const text = `${lines} lines, at most ${LINES_MAX}: cut it where it does two things`;
  return [{ path: file.path, line: LINES_MAX + 1, text }];
}
