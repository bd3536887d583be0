import type { Me, Role } from '@pledgeline/contract';

const has = (me: Me, ...roles: readonly Role[]): boolean =>
  me.person?.roles.some((role) => roles.includes(role)) ?? false;

export const isStaff = (me: Me): boolean => has(me, 'supervisor', 'site-supervisor', 'office', 'operator');
/** Sees the floor, the totals and the messages. */
export const runsRoom = (me: Me): boolean => has(me, 'supervisor', 'office');
/** Sees what goes in and out of the SIP port. */
export const operates = (me: Me): boolean => has(me, 'operator');
/** Runs one site, and sees no other. */
export const runsSite = (me: Me): boolean => has(me, 'site-supervisor');
/** Listens to calls and takes them over. */
export const supervises = (me: Me): boolean => has(me, 'supervisor', 'site-supervisor');
export const seesTrunks = (me: Me): boolean => has(me, 'operator', 'office');
