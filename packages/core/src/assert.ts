/** A bug in our code, never an expected failure: the caller must not catch it. */
export function assert(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${claim}`);
}

/** Keeps a switch whole: a kind that is not handled does not compile. */
export function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
