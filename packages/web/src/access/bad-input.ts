import { Refused } from '../app/queries.ts';

/** What the server says of a field is said at the field. */
export const isBadInput = (error: Error | null): boolean =>
  error instanceof Refused && error.refusal.kind === 'fault' && error.refusal.fault === 'BAD_INPUT';
