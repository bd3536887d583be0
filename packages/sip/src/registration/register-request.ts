import type { Credentials } from '../digest/response.ts';
import type { Flow } from '../transport/flow.ts';
import type { UserAgentInput } from '../user-agent/types.ts';
import type { RegistrationEffect } from './types.ts';

/** A registration's wish as the user agent takes it: the shell adds the way to the registrar, and who we are to it. */
export const registerRequest = (
  wish: RegistrationEffect & { readonly kind: 'send-register' },
  { flow, credentials }: { readonly flow: Flow; readonly credentials: Credentials | null },
): UserAgentInput => ({
  kind: 'request',
  id: wish.id,
  flow,
  method: 'REGISTER',
  target: wish.target,
  from: wish.address,
  to: wish.address,
  callId: wish.callId,
  sequence: wish.sequence,
  contactUser: wish.contactUser,
  headers: [{ name: 'Expires', value: String(wish.expiresSeconds) }],
  ...(credentials && { credentials }),
});
