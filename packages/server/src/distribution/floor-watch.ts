import type { Exchange } from '@pledgeline/calls';
import type { FloorState } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import type { SeatHeld } from '../access/actor.ts';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Log } from '../adapters/log/log.ts';
import { FloorFeed } from '../live/floor-feed.ts';
import type { TelephonyDeps } from '../telephony/telephony.ts';
import { AlarmWatch, type AlarmDeps } from './alarms/watch.ts';
import type { FloorSightOfCalls } from './figures/book.ts';
import { EveningFigures, type FiguresDeps } from './figures/figures.ts';
import { floorView } from './floor-view.ts';

export interface FloorWatchDeps extends FiguresDeps, AlarmDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly seats: readonly SeatHeld[];
  readonly exchange: () => Exchange;
  readonly lineNumberOf: (call: CallId) => string;
  readonly sinceOf: (agent: AgentId) => number | null;
}

/** An alarm that began is on the screens within a second. */
const LOOK_MS = 500;

/** Whoever looks at the floor: its figures, its alarms, and the supervisors' screens. It changes nothing. */
export class FloorWatch {
  readonly feed: FloorFeed;
  readonly #deps: FloorWatchDeps;
  readonly #figures: EveningFigures;
  readonly #alarms: AlarmWatch;
  readonly #sitting: Map<AgentId, SeatHeld>;
  #looking: NodeJS.Timeout | null = null;

  constructor(deps: FloorWatchDeps) {
    this.#deps = deps;
    this.#figures = new EveningFigures(deps);
    this.#alarms = new AlarmWatch(deps);
    this.#sitting = new Map(deps.seats.map((seat) => [seat.agent, seat]));
    this.feed = new FloorFeed(() => this.view());
  }

  readonly told: TelephonyDeps['watch'] = (effect, sight) => {
    this.#figures.told(effect, sight);
    this.#alarms.told(effect, this.#deps.clock());
    this.feed.changed();
  };

  /** What was before is read, and from now on the floor is looked at. */
  async begin(sight: FloorSightOfCalls): Promise<void> {
    await this.#figures.begin(sight);
    this.#looking = setInterval(() => {
      if (this.#alarms.look(this.#deps.exchange(), this.#deps.clock())) this.feed.changed();
    }, LOOK_MS);
  }

  sat(seat: SeatHeld): void {
    this.#sitting.set(seat.agent, seat);
    this.feed.changed();
  }
  gone(agent: AgentId): void {
    this.#sitting.delete(agent);
    this.feed.changed();
  }

  /** The whole floor as it is now. */
  readonly view = (): FloorState =>
    floorView([...this.#sitting.values()], {
      exchange: this.#deps.exchange(),
      lineNumberOf: this.#deps.lineNumberOf,
      sinceOf: this.#deps.sinceOf,
      figures: () => this.#figures.now(),
      alarms: () => this.#alarms.on(),
    });

  async stop(): Promise<void> {
    if (this.#looking !== null) clearInterval(this.#looking);
    await this.#figures.stop();
  }
}
