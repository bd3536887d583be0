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
