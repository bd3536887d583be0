import { lookedAt, steadyLoad, weigh, type Load, type Look, type NewCall, type Shed } from '@pledgeline/acd';
import type { LineLoad } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import type { MediaClient } from '@pledgeline/media';
import { Counter, Gauge, type Registry } from 'prom-client';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Log } from '../adapters/log/log.ts';

interface LoadWatchDeps {
  /** Calls at once that this machine carries. */
  readonly callsMax: number;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly log: Log;
  /** A question that the sound's process answers at once. */
  readonly askSound: () => Promise<unknown>;
}

/** How long an answer takes, or has taken so far: one that is still owed is late from look to look. */
class Owed {
  readonly #ask: () => Promise<unknown>;
  #askedAt: number | null = null;
  #tookMs = 0;

  constructor(ask: () => Promise<unknown>) {
    this.#ask = ask;
  }

  get ms(): number {
    return Math.max(this.#askedAt === null ? 0 : performance.now() - this.#askedAt, this.#tookMs);
  }

  /** Asks, unless an answer is still to come. */
  async ask(): Promise<void> {
    if (this.#askedAt !== null) return;
    const askedAt = performance.now();
    this.#askedAt = askedAt;
    await this.#ask().catch(() => undefined);
    this.#tookMs = performance.now() - askedAt;
    this.#askedAt = null;
  }
}

/** A leg for each call, on an even port (RFC 3550 §11). */
export const openLoadWatch = (given: {
  readonly callsMax: number;
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly clock: Clock;
  readonly registry: Registry;
  readonly log: Log;
  readonly media: Pick<MediaClient, 'echo' | 'there'>;
}): LoadWatch =>
  new LoadWatch({
    ...given,
    callsMax: Math.min(given.callsMax, Math.floor((given.rtpPorts.last - given.rtpPorts.first + 1) / 2)),
    // Nobody has that name, so nothing happens. A sound that is away is not late: calls ring until it is back.
    askSound: async () => {
      if (given.media.there) await given.media.echo({ agent: 'nobody' as AgentId, on: false });
    },
  });

const LOOK_EVERY_MS = 500;
const RESOLUTION_MS = 10;

/** Looks at the machine now and then, and says of each new call whether it is carried. */
export class LoadWatch {
  readonly #load: Load;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #sound: Owed;
  #door = new Owed(async () => undefined);
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  readonly #shed: Record<Shed, number> = { 'machine-full': 0, 'trunk-over-share': 0, 'machine-busy': 0 };
  #look: Look = { delayMs: 0, soundDelayMs: 0, doorDelayMs: 0, busy: 0 };
  #used = performance.eventLoopUtilization();

  constructor({ callsMax, clock, registry, log, askSound }: LoadWatchDeps) {
    this.#load = steadyLoad(callsMax);
    this.#clock = clock;
    this.#log = log;
    this.#sound = new Owed(askSound);
    this.#loop.enable();
    this.#timer = setInterval(() => this.#lookNow(), LOOK_EVERY_MS);
    loadFigures(registry, this);
  }

  /** The door is open: what is asked there waits behind every message that has come. */
  watchDoor(knock: () => Promise<unknown>): void {
    this.#door = new Owed(knock);
  }

  /** Asked once for each new call: it is counted. */
  weigh(call: NewCall): 'carry' | Shed {
    const outcome = weigh(this.#load, call, this.#clock());
    if (outcome !== 'carry') this.#shed[outcome] += 1;
    return outcome;
  }

  state(): Omit<LineLoad, 'calls'> {
    const shedding = this.#load.mood.kind === 'shedding';
    return { callsMax: this.#load.callsMax, shedding, shed: { ...this.#shed }, ...this.#look };
  }

  /** What a look found. */
  told(look: Look): void {
    const before = this.#load.mood.kind;
    this.#look = look;
    lookedAt(this.#load, look);
    const { kind } = this.#load.mood;
    if (kind === before) return;
    if (kind === 'shedding') this.#log.warn(look, 'at its limit: most new calls are told to try later');
    else this.#log.info(look, 'at ease again: every new call is taken');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#loop.disable();
  }

  #lookNow(): void {
    const used = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(used, this.#used);
    const delayMs = this.#loop.percentile(50) / 1e6 - RESOLUTION_MS;
    this.#used = used;
    this.#loop.reset();
    this.told({
      delayMs: tenth(Math.max(0, delayMs)),
      soundDelayMs: tenth(this.#sound.ms),
      doorDelayMs: tenth(this.#door.ms),
      busy: Math.round(utilization * 100) / 100,
    });
    void this.#sound.ask();
    void this.#door.ask();
  }
}

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

function loadFigures(registry: Registry, watch: LoadWatch): void {
  const gauge = (
    name: string,
    help: string,
    read: (state: ReturnType<LoadWatch['state']>) => number,
  ): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(watch.state()));
      },
    });
  };
  gauge('pledgeline_calls_max', 'Calls at once that this machine carries', (state) => state.callsMax);
  gauge('pledgeline_shedding', 'Whether new calls are told to try later (1) or not (0)', (state) =>
    Number(state.shedding),
  );
  gauge('pledgeline_sound_delay_ms', 'How long the sound took to answer', (state) => state.soundDelayMs);
  gauge('pledgeline_door_delay_ms', 'How long a SIP message waited to be read', (state) => state.doorDelayMs);
  new Counter({
    name: 'pledgeline_calls_shed_total',
    help: 'New calls that were told to try later, by why',
    labelNames: ['because'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [because, times] of Object.entries(watch.state().shed)) this.inc({ because }, times);
    },
  });
}
