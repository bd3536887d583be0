import { OUTSIDE_REFUSALS, type Outside, type OutsideRefused } from '@pledgeline/contract';
import type { OutsideEnd } from '@pledgeline/calls';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Counts of outside calls, for operators and for the screen; nothing of whom they rang. */
export class OutsideFigures {
  readonly #refused = new Map<OutsideRefused, number>();
  readonly #refusals: Counter<'because'>;
  readonly #ended: Counter<'because'>;

  constructor(registry: Registry, live: () => number) {
    const registers = [registry];
    const labelNames = ['because'] as const;
    new Gauge({
      name: 'pledgeline_outside_calls_live',
      help: 'Outside calls on now',
      registers,
      collect() {
        this.set(live());
      },
    });
    this.#refusals = new Counter({
      name: 'pledgeline_outside_refused_total',
      help: 'Outside calls that were not placed, by why',
      labelNames,
      registers,
    });
    this.#ended = new Counter({
      name: 'pledgeline_outside_calls_total',
      help: 'Outside calls that ended, by why',
      labelNames,
      registers,
    });
  }

  refuse(because: OutsideRefused): void {
    this.#refused.set(because, (this.#refused.get(because) ?? 0) + 1);
    this.#refusals.inc({ because });
  }

  end(because: OutsideEnd): void {
    this.#ended.inc({ because });
  }

  refused(): Outside['refused'] {
    return OUTSIDE_REFUSALS.flatMap((because) => {
      const count = this.#refused.get(because) ?? 0;
      return count === 0 ? [] : [{ because, count }];
    });
  }
}
