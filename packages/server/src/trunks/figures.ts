import { Gauge, type Registry } from 'prom-client';
import type { Trunks } from './trunks.ts';

/** What operators see of each trunk, by its name. */
export function trunkFigures(registry: Registry, trunks: Trunks): void {
  const gauge = (
    name: string,
    help: string,
    read: (state: ReturnType<Trunks['stateOf']>) => number | null,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: ['trunk'],
      registers: [registry],
      collect() {
        this.reset();
        for (const trunk of trunks.book.all()) {
          const value = read(trunks.stateOf(trunk));
          if (value !== null) this.set({ trunk: trunk.name }, value);
        }
      },
    });
  };
  gauge('pledgeline_trunk_calls', 'Calls on a trunk now', ({ calls }) => calls);
  gauge(
    'pledgeline_trunk_up',
    'Whether a carrier answers OPTIONS; absent where that is not known',
    ({ reach }) => (reach === 'unknown' ? null : Number(reach === 'up')),
  );
  gauge(
    'pledgeline_trunk_registered',
    'Whether a trunk is registered; absent where it need not be',
    ({ registration }) => (registration === 'none' ? null : Number(registration === 'registered')),
  );
}
