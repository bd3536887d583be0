import type { Language } from '@pledgeline/contract';
import { failed, ok, type AgentId, type PositionId, type Result } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import { seatOf, type Actor, type SeatHeld } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { getUp, sitAt } from './seatings.ts';

export interface Moved {
  readonly seat: SeatHeld;
  readonly token: string | null;
  /** Who got up by this: oneself at the old position, and whoever's time was over at the new one. */
  readonly left: readonly AgentId[];
  /** False: sat here before, and sits on. */
  readonly isNew: boolean;
}

type Refusal = 'NOT_FOUND' | 'POSITION_TAKEN';

/** Undoes the transaction. */
class Refused extends Error {
  readonly because: Refusal;
  constructor(because: Refusal) {
    super(because);
    this.because = because;
  }
}

export interface Wish {
  readonly actor: Actor;
  readonly position: PositionId;
  /** The volunteer's; staff have their own. */
  readonly name: string;
  readonly languages: readonly Language[];
}

/** Gets up where one sits and sits down elsewhere, both or neither. */
export async function moveTo(db: Kysely<Tables>, wish: Wish): Promise<Result<Moved, Refusal>> {
  const held = seatOf(wish.actor);
  if (held !== null && held.position === wish.position)
    return ok({ seat: held, token: null, left: [], isNew: false });
  try {
    return ok(await db.transaction().execute((transaction) => move(transaction, wish, held)));
  } catch (error) {
    if (error instanceof Refused) return failed(error.because);
    throw error;
  }
}

async function move(
  db: Kysely<Tables>,
  { actor, position, name, languages }: Wish,
  held: SeatHeld | null,
): Promise<Moved> {
  const left: AgentId[] = held !== null && (await getUp(db, held.agent)) ? [held.agent] : [];
  const sitter =
    actor.kind === 'staff'
      ? ({ kind: 'staff', id: actor.id, name: actor.name, languages } as const)
      : ({ kind: 'volunteer', name, languages } as const);
  const seated = await sitAt(db, position, sitter);
  if (!seated.ok) throw new Refused(seated.failure);
  const { seat, token, expired } = seated.value;
  const who: Actor = actor.kind === 'staff' ? actor : { kind: 'seat', seat, roles: ['volunteer'] };
  await audit(db, { actor: who, action: 'seat.taken', subject: position, detail: { agent: seat.agent } });
  return { seat, token, left: [...left, ...expired], isNew: true };
}
