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
  readonly #askSound: LoadWatchDeps['askSound'];
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  readonly #shed: Record<Shed, number> = { 'machine-full': 0, 'trunk-over-share': 0, 'machine-busy': 0 };
  #look: Look = { delayMs: 0, soundDelayMs: 0, busy: 0 };
  #used = performance.eventLoopUtilization();
  /** Since when the sound owes an answer, and what its last one took. */
  #soundAskedAt: number | null = null;
  #soundTookMs = 0;

  constructor({ callsMax, clock, registry, log, askSound }: LoadWatchDeps) {
    this.#load = steadyLoad(callsMax);
    this.#clock = clock;
    this.#log = log;
    this.#askSound = askSound;
    this.#loop.enable();
    this.#timer = setInterval(() => this.#lookNow(), LOOK_EVERY_MS);
    loadFigures(registry, this);
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
    const owedMs = this.#soundAskedAt === null ? 0 : performance.now() - this.#soundAskedAt;
    this.told({
      delayMs: tenth(Math.max(0, delayMs)),
      soundDelayMs: tenth(Math.max(owedMs, this.#soundTookMs)),
      busy: Math.round(utilization * 100) / 100,
    });
    if (this.#soundAskedAt === null) void this.#askTheSound();
  }

  async #askTheSound(): Promise<void> {
    const askedAt = performance.now();
    this.#soundAskedAt = askedAt;
    await this.#askSound().catch(() => undefined);
    this.#soundTookMs = performance.now() - askedAt;
    this.#soundAskedAt = null;
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
