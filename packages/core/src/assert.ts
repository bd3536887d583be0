/** A bug in our code, never an expected failure: the caller must not catch it. */
export function assert(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${claim}`);
}

/** Keeps a switch whole: a kind that is not handled does not compile. What else the value holds may be secret. */
export function unreachable(value: never): never {
  const given: unknown = value;
  const isNamed = typeof given === 'object' && given !== null && 'kind' in given;
  throw new Error(`not handled: ${String(isNamed ? given.kind : typeof given)}`);
}
