import type { RegistrarEffect } from '@pledgeline/sip';
import { Counter, Gauge, type Registry } from 'prom-client';

type Refused = (RegistrarEffect & { readonly kind: 'refused' })['because'];
/** How a REGISTER ended, in fixed words: no name of a phone, no address. */
export type Outcome = Refused | 'taken' | 'challenged';

/** What operators see of the phones that register. */
export function phoneFigures(registry: Registry, registered: () => number): Counter<'outcome'> {
  const registers = [registry];
  new Gauge({
    name: 'pledgeline_phones_registered',
    help: 'Phones that are registered now',
    registers,
    collect() {
      this.set(registered());
    },
  });
  return new Counter({
    name: 'pledgeline_phone_registrations_total',
    help: 'REGISTERs of phones, by how they ended: a wrong password, guessed or mistyped, is wrong-password',
    labelNames: ['outcome'],
    registers,
  });
}
