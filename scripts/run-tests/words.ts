import type { FileOutcome } from './file.ts';
import type { TestOutcome } from './reporter.ts';

export interface Total {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Where `strict`, a test that could not run proves nothing and counts as failed. */
export function sum(outcomes: readonly FileOutcome[], strict: boolean): Total {
  const tests = outcomes.flatMap((outcome) => outcome.tests);
  const count = (kind: TestOutcome['outcome']): number =>
    tests.filter((test) => test.outcome === kind).length;
  const troubled = outcomes.reduce((sofar, outcome) => sofar + outcome.troubles.length, 0);
  const skipped = count('skipped');
  return {
    passed: count('passed'),
    failed: count('failed') + troubled + (strict ? skipped : 0),
    skipped: strict ? 0 : skipped,
  };
}

export const finalLine = ({ passed, failed, skipped }: Total): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;

export function fileLine(outcome: FileOutcome): string {
  const total = sum([outcome], false);
  const seconds = (outcome.tookMs / 1000).toFixed(1).padStart(6);
  return `${total.failed === 0 ? 'well ' : 'WRONG'}${seconds} s  ${outcome.path}: ${finalLine(total)}`;
}

/** Each failure with its file, its story, and what the file printed. */
export function failuresOf(outcomes: readonly FileOutcome[]): string[] {
  return outcomes.flatMap((outcome) => {
    const failed = outcome.tests.filter((test) => test.outcome === 'failed');
    if (failed.length === 0 && outcome.troubles.length === 0) return [];
    return [
      `\n── ${outcome.path} ──`,
      ...failed.map((test) => `✖ ${test.name}\n${indented(test.detail)}`),
      ...outcome.troubles.map((trouble) => `✖ the file ${trouble}`),
      ...(outcome.output.trim() === '' ? [] : ['what it printed:', indented(outcome.output.trim())]),
      '',
    ];
  });
}

/** Says which tests were left out, and the one line that brings everything they missed. */
export function howToRunAll(outcomes: readonly FileOutcome[]): string[] {
  const skipped = outcomes.flatMap(({ path, tests }) =>
    tests.filter((test) => test.outcome === 'skipped').map((test) => ({ path, ...test })),
  );
  if (skipped.length === 0) return [];
  const packages = new Set(
    skipped.flatMap(({ detail }) => /apt-get install (.+)$/.exec(detail)?.[1]?.split(' ') ?? []),
  );
  const lines = skipped.map(
    ({ path, name, detail }) => `  ${path}: ${name} (${detail || 'no reason given'})`,
  );
  const cure =
    packages.size === 0 ? [] : [`To run them too: apt-get install ${[...packages].toSorted().join(' ')}`];
  return ['', 'Skipped:', ...lines, ...cure, ''];
}

const indented = (text: string): string => text.replaceAll(/^/gm, '    ');
