import {
  getDeskNotes,
  getFloorNotes,
  putMessageAway,
  putOnBreak,
  sendMessage,
  takeBreak,
  type DeskEvent,
} from '@pledgeline/contract';
import { failed, ok, type AgentId } from '@pledgeline/core';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { seatOf } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import { route } from '../adapters/http/route.ts';
import type { Telephony } from '../telephony/telephony.ts';
import { dropMessage, floorNotes, keepMessage, noteBreak, notesOf } from './desk-notes.ts';

export interface DeskNotesDeps {
  readonly db: Kysely<Tables>;
  readonly telephony: Pick<Telephony, 'feed'>;
  readonly toDesk: (agent: AgentId, event: DeskEvent) => void;
}

const DONE = ok({ done: true } as const);

/** Breaks with their reasons, and what supervisors say to a desk. The note is on disk before the floor hears of it. */
export function deskNotesRoutes(app: FastifyInstance, { db, telephony, toDesk }: DeskNotesDeps): void {
  route(app, getDeskNotes, async ({ actor }) => {
    const seat = seatOf(actor);
    return seat === null ? failed({ fault: 'NO_SEAT' }) : ok(await notesOf(db, seat.agent));
  });
  route(app, takeBreak, async ({ actor, body }) => {
    const seat = seatOf(actor);
    if (seat === null) return failed({ fault: 'NO_SEAT' });
    const { agent } = seat;
    await noteBreak(db, { agent, reason: body.reason, bySupervisor: false });
    telephony.feed({ kind: 'agent-away', agent, because: 'chosen' });
    return ok(await notesOf(db, agent));
  });
  route(app, putMessageAway, async ({ actor, params }) => {
    const seat = seatOf(actor);
    if (seat === null) return failed({ fault: 'NO_SEAT' });
    await dropMessage(db, seat.agent, params.id);
    return ok(await notesOf(db, seat.agent));
  });

  route(app, getFloorNotes, async () => ok(await floorNotes(db)));
  route(app, putOnBreak, async ({ actor, params, body }) => {
    const agent = params.agent as AgentId;
    if (!(await noteBreak(db, { agent, reason: body.reason, bySupervisor: true })))
      return failed({ fault: 'NOT_FOUND' });
    await audit(db, { actor, action: 'agent.put-on-break', subject: agent, detail: { reason: body.reason } });
    telephony.feed({ kind: 'agent-away', agent, because: 'chosen' });
    toDesk(agent, { kind: 'notes-changed' });
    return DONE;
  });
  route(app, sendMessage, async ({ actor, params, body }) => {
    const agent = params.agent as AgentId;
    const sender = actor.kind === 'staff' ? actor.name : '';
    const kept = await keepMessage(db, { agent, sender, text: body.text });
    if (!kept.ok) return failed({ fault: kept.failure });
    await audit(db, { actor, action: 'agent.told', subject: agent });
    toDesk(agent, { kind: 'notes-changed' });
    return DONE;
  });
}
