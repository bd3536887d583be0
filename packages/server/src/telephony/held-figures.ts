import type { Exchange } from '@pledgeline/calls';
import type { Media } from '@pledgeline/media';
import { sql, type Kysely } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Tables } from '../adapters/database/tables.ts';
import type { HeldByUserAgent } from './user-agent-shell.ts';

interface Holders {
  readonly exchange: { readonly state: Exchange };
  readonly userAgent: { held(): HeldByUserAgent };
  /** Callers' legs, and callers who are known, as the shell has them. */
  readonly legs: { readonly size: number };
  readonly callers: { readonly size: number };
  /** Callers who key. */
  readonly keypad: { readonly size: number };
  readonly floorLog: { readonly length: number };
  /** Records of calls that are not in the database yet. */
  readonly records: { readonly waiting: number };
  readonly media: Pick<Media, 'sessions'>;
  readonly db: Kysely<Tables>;
}

/** What a line without calls must not hold any more, counted where it is held: whatever stays is a leak. */
export function heldFigures(registry: Registry, holders: Holders): void {
  new Gauge({
    name: 'pledgeline_held',
    help: 'What is held at this moment, by what it is',
    labelNames: ['what'],
    registers: [registry],
    async collect() {
      for (const [what, count] of Object.entries(await counted(holders))) this.set({ what }, count);
    },
  });
}

async function counted(holders: Holders): Promise<Readonly<Record<string, number>>> {
  const { calls, floor, due, releasing, monitors } = holders.exchange.state;
  const { transactions, legs, dialogs, timers } = holders.userAgent.held();
  return {
    calls: calls.size,
    waiting: floor.waiting.size,
    floor_leases: floor.leases.size,
    exchange_timers: due.size + releasing.size,
    monitors: monitors.size,
    sip_transactions: transactions,
    sip_legs: legs,
    sip_dialogs: dialogs,
    sip_timers: timers,
    legs: holders.legs.size,
    callers: holders.callers.size,
    keying: holders.keypad.size,
    records_waiting: holders.records.waiting,
    log_records: holders.floorLog.length,
    ...(await heldByMedia(holders.media)),
    ...(await heldByDatabase(holders.db)),
  };
}

/** Each leg has a port of its own. Media that is away says nothing: its last figures stay. */
async function heldByMedia(media: Pick<Media, 'sessions'>): Promise<Readonly<Record<string, number>>> {
  const sessions = await media.sessions().catch(() => null);
  if (sessions?.ok !== true) return {};
  return { media_legs: sessions.value.legs.length, media_lines: sessions.value.lines.length };
}

/** Seats that somebody has, and work that is still to be done. A database that is away says nothing. */
async function heldByDatabase(db: Kysely<Tables>): Promise<Readonly<Record<string, number>>> {
  const counts = {
    seats: sql<{ held: string }>`select count(*) as held from seatings where left_at is null`,
    jobs: sql<{ held: string }>`select count(*) as held from graphile_worker.jobs`,
  };
  const held: Record<string, number> = {};
  for (const [what, count] of Object.entries(counts)) {
    const found = await count.execute(db).catch(() => null);
    if (found !== null) held[what] = Number(found.rows[0]?.held);
  }
  return held;
}
