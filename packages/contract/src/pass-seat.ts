import { z } from 'zod';
import { Me, ShortName } from './access.ts';
import { Language } from './campaign.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';

/** Somebody who sat at this site this evening and has no seat now. */
export const NextVolunteer = z.object({ name: z.string(), languages: z.array(Language) });
export type NextVolunteer = z.infer<typeof NextVolunteer>;

export const listNextVolunteers = endpoint({
  method: 'GET',
  path: '/api/seat/next',
  summary: 'Who may take this seat: who sat at this site this evening and has no seat now, the latest first',
  roles: ['volunteer'],
  reply: z.object({ people: z.array(NextVolunteer).max(LIMITS.nextVolunteersMax) }),
  faults: ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'NO_SEAT'],
});
export const passSeat = endpoint({
  method: 'POST',
  path: '/api/seat/pass',
  summary: 'Gets up and seats the next one at the same position, both or neither',
  roles: ['volunteer'],
  body: z.object({ name: ShortName, languages: z.array(Language).min(1) }),
  reply: Me,
  faults: [
    'BAD_INPUT',
    'CARD_NUMBER',
    'NOT_SIGNED_IN',
    'NOT_ALLOWED',
    'NO_SEAT',
    'ON_A_CALL',
    'POSITION_TAKEN',
  ],
});
