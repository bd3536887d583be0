import type { FloorChange, FloorEvent, FloorState } from '@pledgeline/contract';
import { randomBytes } from 'node:crypto';
import { Channel } from './channel.ts';
import { coalesced } from './coalesce.ts';
import { CLOSE, type Connection } from './connection.ts';

/** A glance does not see more than ten changes a second. */
const GAP_MS = 100;
/** The figures go on by themselves. */
const FIGURES_MS = 1_000;

/** The floor on the supervisors' screens: whole at first, then what has changed. */
export class FloorFeed {
  readonly #view: () => FloorState;
  readonly #channel = new Channel<FloorEvent>(randomBytes(9).toString('base64url'));
  readonly #viewers = new Set<Connection>();
  readonly #announce = coalesced(() => this.#send(), GAP_MS);
  readonly #figures = setInterval(() => this.changed(), FIGURES_MS).unref();
  #told: Told | null = null;

  constructor(view: () => FloorState) {
    this.#view = view;
  }

  /** Something on the floor is, or is about to be, other than it was. */
  changed(): void {
    if (this.#viewers.size > 0) this.#announce.ask();
  }

  join(connection: Connection): void {
    const floor = this.#view();
    // What is told next is the difference to what the others know: said twice, it is the same.
    this.#told ??= toldOf(floor);
    connection.send(this.#channel.aside({ kind: 'floor', floor }));
    this.#viewers.add(connection);
  }

  leave(connection: Connection): void {
    this.#viewers.delete(connection);
    if (this.#viewers.size === 0) this.#told = null;
  }

  close(): void {
    clearInterval(this.#figures);
    for (const viewer of this.#viewers) viewer.close(CLOSE.goingAway);
  }

  async #send(): Promise<void> {
    // Whoever asked is in the middle of a step: what it comes to is seen after it.
    await new Promise(setImmediate);
    const before = this.#told;
    if (before === null) return;
    const now = toldOf(this.#view());
    const change = changeBetween(before, now);
    this.#told = now;
    if (Object.keys(change).length === 0) return;
    const message = this.#channel.aside({ kind: 'floor-changed', change });
    for (const viewer of this.#viewers) viewer.send(message);
  }
}

/** What was said, as text: that is what it is compared by. */
interface Told {
  readonly floor: FloorState;
  readonly agents: ReadonlyMap<string, string>;
  readonly rest: Readonly<Record<Rest, string>>;
}
const REST = ['waiting', 'queue', 'figures', 'alarms'] as const;
type Rest = (typeof REST)[number];

const toldOf = (floor: FloorState): Told => ({
  floor,
  agents: new Map(floor.agents.map((agent) => [agent.agent, JSON.stringify(agent)])),
  rest: Object.fromEntries(REST.map((name) => [name, JSON.stringify(floor[name])])) as Record<Rest, string>,
});

/** [FLW-3] Only what is other than before. */
function changeBetween(before: Told, now: Told): FloorChange {
  const agents = now.floor.agents.filter(({ agent }) => before.agents.get(agent) !== now.agents.get(agent));
  const gone = [...before.agents.keys()].filter((agent) => !now.agents.has(agent));
  const rest = REST.filter((name) => before.rest[name] !== now.rest[name]);
  return {
    ...(agents.length > 0 && { agents }),
    ...(gone.length > 0 && { gone }),
    ...Object.fromEntries(rest.map((name) => [name, now.floor[name]])),
  };
}
