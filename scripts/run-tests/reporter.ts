import type { TestEvent } from 'node:test/reporters';

/** What one test came to; written as one line of JSON each, for whoever runs the file. */
export interface TestOutcome {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or how it failed. */
  readonly detail: string;
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const outcome = outcomeOf(event);
    if (outcome !== null) yield `${JSON.stringify(outcome)}\n`;
  }
}

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>;

function outcomeOf(event: Ended): TestOutcome | null {
  const { name, details, skip } = event.data;
  if (details.type === 'suite' || isAboutSubtests(details)) return null;
  if (skip !== undefined && skip !== false)
    return { name, outcome: 'skipped', detail: typeof skip === 'string' ? skip : '' };
  if (event.type === 'test:pass') return { name, outcome: 'passed', detail: '' };
  return { name, outcome: 'failed', detail: describe(event.data.details.error) };
}

/** A test that failed only because one within it did: that one has been told. */
const isAboutSubtests = (details: object): boolean =>
  'error' in details &&
  details.error instanceof Error &&
  'failureType' in details.error &&
  details.error.failureType === 'subtestsFailed';

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // node:test wraps what a test threw.
  const cause: unknown = error.cause;
  if (cause instanceof Error) return cause.stack ?? cause.message;
  return error.stack ?? error.message;
}
