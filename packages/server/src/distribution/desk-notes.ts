import type { BreakReason, DeskNotes, FloorNotes } from '@pledgeline/contract';
import { LIMITS } from '@pledgeline/contract';
import { failed, ok, type AgentId, type Result } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Tables } from '../adapters/database/tables.ts';

type Db = Kysely<Tables>;

const NOTHING: DeskNotes = { break: null, messages: [] };

/** What stands beside the state of one desk. */
export async function notesOf(db: Db, agent: AgentId): Promise<DeskNotes> {
  const [note] = await breaks(db).where('id', '=', agent).execute();
  if (note === undefined) return NOTHING;
  const messages = await db
    .selectFrom('desk_messages')
    .selectAll()
    .where('seating_id', '=', agent)
    .orderBy('sent_at')
    .orderBy('id')
    .execute();
  return {
    break: breakOf(note),
    messages: messages.map(({ id, sender, text, sent_at: sentAt }) => ({
      id,
      from: sender,
      text,
      sentAt: sentAt.getTime(),
    })),
  };
}

/** Of everybody who sits now and of whom there is something to say. */
export async function floorNotes(db: Db): Promise<FloorNotes> {
  const notes = await breaks(db).execute();
  const waiting = await db
    .selectFrom('desk_messages')
    .select(({ fn }) => ['seating_id', fn.countAll<string>().as('count')])
    .groupBy('seating_id')
    .execute();
  const unread = new Map(waiting.map(({ seating_id: agent, count }) => [agent, Number(count)]));
  return {
    notes: notes
      .map((note) => ({ agent: note.id, break: breakOf(note), unread: unread.get(note.id) ?? 0 }))
      .filter((note) => note.break !== null || note.unread > 0),
  };
}

/** Notes why this desk takes a break. False: nobody sits there any more. */
export async function noteBreak(
  db: Db,
  {
    agent,
    reason,
    bySupervisor,
  }: { readonly agent: AgentId; readonly reason: BreakReason; readonly bySupervisor: boolean },
): Promise<boolean> {
  const noted = await db
    .updateTable('seatings')
    .set({
      break_reason: reason,
      // Another reason for the break that is on does not begin it anew.
      break_since: sql<Date>`coalesce(break_since, now())`,
      break_by_supervisor: bySupervisor,
    })
    .where('id', '=', agent)
    .where('left_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return noted !== undefined;
}

/** The break is over, or was none of those that have a reason. */
export async function noteBreakOver(db: Db, agent: AgentId): Promise<void> {
  await db
    .updateTable('seatings')
    .set({ break_reason: null, break_since: null, break_by_supervisor: false })
    .where('id', '=', agent)
    .where('break_reason', 'is not', null)
    .execute();
}

export async function keepMessage(
  db: Db,
  message: { readonly agent: AgentId; readonly sender: string; readonly text: string },
): Promise<Result<null, 'NOT_FOUND' | 'DESK_FULL'>> {
  const { agent, sender, text } = message;
  return db.transaction().execute(async (step) => {
    // The seating is held, so that two who write at once do not both find the last place.
    const seat = await step
      .selectFrom('seatings')
      .select('id')
      .where('id', '=', agent)
      .where('left_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (seat === undefined) return failed('NOT_FOUND');
    const { count } = await step
      .selectFrom('desk_messages')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('seating_id', '=', agent)
      .executeTakeFirstOrThrow();
    if (Number(count) >= LIMITS.deskMessagesMax) return failed('DESK_FULL');
    await step
      .insertInto('desk_messages')
      .values({ id: randomUUID(), seating_id: agent, sender, text })
      .execute();
    return ok(null);
  });
}

/** Whoever has read a message wants it off the desk, and nobody else needs it. */
export async function dropMessage(db: Db, agent: AgentId, id: string): Promise<void> {
  await db.deleteFrom('desk_messages').where('id', '=', id).where('seating_id', '=', agent).execute();
}

const breaks = (db: Db) =>
  db
    .selectFrom('seatings')
    .select(['id', 'break_reason', 'break_since', 'break_by_supervisor'])
    .where('left_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`);

type Noted = Awaited<ReturnType<ReturnType<typeof breaks>['execute']>>[number];

function breakOf({ break_reason: reason, break_since: since, break_by_supervisor: bySupervisor }: Noted) {
  return reason === null || since === null ? null : { reason, since: since.getTime(), bySupervisor };
}
