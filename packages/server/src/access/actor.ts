import type { Language, Role } from '@pledgeline/contract';
import { unreachable, type AgentId, type PositionId } from '@pledgeline/core';

/** Where somebody sits: one seating. `agent` is the id that the floor knows. */
export interface SeatHeld {
  readonly agent: AgentId;
  readonly position: PositionId;
  readonly positionNumber: number;
  readonly site: string;
  readonly siteId: string;
  readonly name: string;
  /** The SIP address of the desk phone here; empty: the browser carries the sound. */
  readonly phone: string;
  /** The account by which the desk phone here registers; null: none. */
  readonly account: string | null;
  /** Of another firm, whose people know of nobody elsewhere. */
  readonly outsourced?: boolean;
  readonly languages: readonly Language[];
  /** Has call-taking as a trade; is of the charity's own team. */
  readonly professional: boolean;
  readonly listener: boolean;
}

/** Who asks. Staff may hold a seat as well; a volunteer is nothing but the seat. */
export type Actor =
  | {
      readonly kind: 'staff';
      readonly id: string;
      readonly name: string;
      readonly roles: readonly Role[];
      /** The one site that a supervisor of one sees. */
      readonly site?: string | null;
      readonly seat: SeatHeld | null;
    }
  | { readonly kind: 'seat'; readonly seat: SeatHeld; readonly roles: readonly ['volunteer'] }
  | { readonly kind: 'nobody' };

export const NOBODY: Actor = { kind: 'nobody' };

export function seatOf(actor: Actor): SeatHeld | null {
  return actor.kind === 'nobody' ? null : actor.seat;
}

export function rolesOf(actor: Actor): readonly Role[] {
  return actor.kind === 'nobody' ? [] : actor.roles;
}

/** [STE-20] The one site whose positions and calls this person sees; null: all of them. */
export function onlySiteOf(actor: Actor): string | null {
  if (actor.kind !== 'staff' || !actor.roles.includes('site-supervisor')) return null;
  return actor.site ?? NO_SITE;
}
/** Bound, and nobody has said to which site: sees nothing. */
const NO_SITE = '';

/** The name under which the audit record keeps what was done: an id, for staff; the seating, for a volunteer. */
export function auditName(actor: Actor): { readonly kind: 'staff' | 'seat' | 'system'; readonly id: string } {
  switch (actor.kind) {
    case 'staff':
      return { kind: 'staff', id: actor.id };
    case 'seat':
      return { kind: 'seat', id: actor.seat.agent };
    case 'nobody':
      return { kind: 'system', id: 'pledgeline' };
    default:
      return unreachable(actor);
  }
}
