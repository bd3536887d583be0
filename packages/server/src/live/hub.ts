import { DeskSignal, type DeskEvent, type Totals, type TotalsEvent } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import { randomBytes } from 'node:crypto';
import type { Log } from '../adapters/log/log.ts';
import { Channel, type Place } from './channel.ts';
import { coalesced } from './coalesce.ts';
import { CLOSE, type Connection } from './connection.ts';

/** What the live connections need of the rest; the floor gives it. */
export interface LiveSources {
  /** The whole state of one desk: always an event of kind `desk`. */
  deskSnapshot(agent: AgentId): DeskEvent;
  totalsSnapshot(): Promise<Totals>;
  /** A desk said that it picked up, or that the form is painted. */
  onSignal(agent: AgentId, signal: DeskSignal): void;
  onDeskConnected(agent: AgentId): void;
  /** The desk's last socket is gone, and no other took over. */
  onDeskDisconnected(agent: AgentId): void;
}

/** What the rest may say to the screens. */
export interface Live {
  /** `unseated` is the last that a desk hears: its socket is closed and what was kept for it is dropped. */
  toDesk(agent: AgentId, event: DeskEvent): void;
  /** What was said to the desks is kept for none that come back: they get the whole state as it is. */
  dropPast(): void;
  /** Each desk asks again when the line is open and on air. */
  eveningChanged(): void;
  /** Something that the totals count has changed: the screens get them anew, at most four times a second. */
  totalsChanged(): void;
}

const TOTALS_GAP_MS = 250;

interface Desk {
  readonly channel: Channel<DeskEvent>;
  connection: Connection | null;
}

/** Every live connection of this server, and what is kept for those that come back. */
export class LiveHub implements Live {
  readonly #sources: LiveSources;
  readonly #log: Log;
  /** Names this life of the server: a place in another one's events means nothing. */
  readonly #epoch = randomBytes(9).toString('base64url');
  readonly #desks = new Map<AgentId, Desk>();
  readonly #totals: Channel<TotalsEvent>;
  #announced = 0;
  readonly #viewers = new Set<Connection>();
  readonly #announce: ReturnType<typeof coalesced>;

  constructor(sources: LiveSources, log: Log) {
    this.#sources = sources;
    this.#log = log;
    this.#totals = new Channel(this.#epoch);
    this.#announce = coalesced(() => this.#sendTotals(), TOTALS_GAP_MS);
  }

  toDesk(agent: AgentId, event: DeskEvent): void {
    const desk = this.#desk(agent);
    desk.connection?.send(desk.channel.push(event));
    // [STE-23] The calls before are over for this desk, and so are the donors in them.
    if (event.kind === 'status' && (event.status.kind === 'free' || event.status.kind === 'away'))
      desk.channel.dropPast();
    if (event.kind !== 'unseated') return;
    desk.connection?.close(CLOSE.unseated);
    this.#desks.delete(agent);
  }

  dropPast(): void {
    for (const { channel } of this.#desks.values()) channel.dropPast();
  }

  eveningChanged(): void {
    for (const agent of this.#desks.keys()) this.toDesk(agent, { kind: 'evening-changed' });
  }

  totalsChanged(): void {
    this.#announce.ask();
  }

  /** A desk's screen has connected; the one that was there before, in another tab, is told that it holds the seat no longer. */
  joinDesk(agent: AgentId, connection: Connection, after: Place | null): void {
    const desk = this.#desk(agent);
    const earlier = desk.connection;
    desk.connection = connection;
    if (earlier !== null) {
      earlier.send(desk.channel.aside({ kind: 'unseated' }));
      earlier.close(CLOSE.unseated);
    }
    const missed = after === null ? null : desk.channel.since(after);
    for (const message of missed ?? [desk.channel.aside(this.#sources.deskSnapshot(agent))])
      connection.send(message);
    this.#sources.onDeskConnected(agent);
  }

  leaveDesk(agent: AgentId, connection: Connection): void {
    const desk = this.#desks.get(agent);
    if (desk === undefined || desk.connection !== connection) return;
    desk.connection = null;
    this.#sources.onDeskDisconnected(agent);
  }

  /** What a screen says is believed only if it can be read, and only of the desk that holds the seat now. */
  fromDesk(agent: AgentId, connection: Connection, text: string): void {
    if (this.#desks.get(agent)?.connection !== connection) return;
    const signal = readSignal(text);
    if (signal === null) this.#log.warn({ agent }, 'a desk said what is no signal');
    else this.#sources.onSignal(agent, signal);
  }

  /** Totals are whole each time, so who comes back gets them as they are now. */
  async joinTotals(connection: Connection): Promise<void> {
    this.#viewers.add(connection);
    const announced = this.#announced;
    const totals = await this.#readTotals();
    // What was announced meanwhile is newer than what was read, and has reached this screen.
    if (totals !== null && announced === this.#announced)
      connection.send(this.#totals.aside({ kind: 'totals', totals }));
  }

  leaveTotals(connection: Connection): void {
    this.#viewers.delete(connection);
  }

  /** The server ends, not the desks: the floor is not told that they are gone, and finds them again at the next start. */
  close(): void {
    for (const desk of this.#desks.values()) {
      desk.connection?.close(CLOSE.goingAway);
      desk.connection = null;
    }
    for (const viewer of this.#viewers) viewer.close(CLOSE.goingAway);
  }

  #desk(agent: AgentId): Desk {
    const known = this.#desks.get(agent);
    if (known !== undefined) return known;
    const desk: Desk = { channel: new Channel(this.#epoch), connection: null };
    this.#desks.set(agent, desk);
    return desk;
  }

  async #sendTotals(): Promise<void> {
    if (this.#viewers.size === 0) return;
    const totals = await this.#readTotals();
    if (totals === null) return;
    this.#announced += 1;
    const message = this.#totals.push({ kind: 'totals', totals });
    for (const viewer of this.#viewers) viewer.send(message);
  }

  /** Null: the database is away just now; the next change brings the figures. */
  async #readTotals(): Promise<Totals | null> {
    try {
      return await this.#sources.totalsSnapshot();
    } catch (error) {
      this.#log.warn({ err: error }, 'the totals could not be read');
      return null;
    }
  }
}

function readSignal(text: string): DeskSignal | null {
  try {
    const parsed = DeskSignal.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
