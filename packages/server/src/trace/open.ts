import { hash, randomUUID } from 'node:crypto';
import { Trace } from './trace.ts';

/** A trace whose keys are good for this life of the process only: a Call-ID, which may hold a number, is nowhere in it. */
export function openTrace(): Trace {
  const secret = randomUUID();
  return new Trace((callId) => hash('sha256', `${secret}${callId}`, 'base64'));
}
