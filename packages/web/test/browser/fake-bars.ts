import type { BarredNumber } from '@pledgeline/contract';

const A_BAR: BarredNumber = { id: 'bar-1', until: null, reason: 'hoax', by: 'Camille', madeAt: 0 };

/** Numbers from which no call is taken. */
export class FakeBars {
  list: readonly BarredNumber[] = [];

  /** Null: it is not for them. */
  answer(said: string): { readonly bars: readonly BarredNumber[] } | null {
    const isBarring = said.endsWith('/bar');
    if (!isBarring && !said.includes(' /api/bars')) return null;
    if (isBarring) this.list = [A_BAR];
    if (said.startsWith('DELETE ')) this.list = [];
    return { bars: this.list };
  }
}
