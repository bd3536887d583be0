import { randomUUID } from 'node:crypto';
import type { DeskCall, DeskEvent, Position } from '@pledgeline/contract';
import type { Line } from '../line.ts';
import { GOOD_FORM, type Office } from '../office.ts';
import { ScriptedDesk } from '../scripted-desk.ts';
import type { Endpoint } from '../wire.ts';
import type { Ringing } from './donors.ts';

interface Work {
  /** Who rings from this number. */
  readonly donorOf: (phone: string) => Ringing | undefined;
  readonly talkMs: number;
  /** Who was talked with, and what was promised is saved. */
  readonly served: (donor: Ringing) => void;
  readonly failed: (error: unknown) => void;
}

/** Volunteers at desk phones who key in what each caller promises, and hang up by hand. */
export class EveningRoom {
  readonly #work: Work;
  readonly #desks: ScriptedDesk[] = [];
  /** Calls that are being served: a desk is told of each more than once. */
  readonly #taken = new Set<string>();

  constructor(work: Work) {
    this.#work = work;
  }

  async seat(
    { line, office, phones }: { line: Line; office: Office; phones: Endpoint },
    seats: number,
  ): Promise<void> {
    await office.ask('POST', '/api/positions', { site: 'Polycontacts', count: seats });
    const { positions } = await office.get<{ positions: Position[] }>('/api/positions');
    for (const position of positions.filter(({ site }) => site === 'Polycontacts')) {
      const phone = `sip:a${position.number}@${phones.address}:${phones.port}`;
      await office.ask('PUT', `/api/positions/${position.id}/phone`, { phone });
      const { promise: canBeRung, resolve } = Promise.withResolvers<null>();
      const desk = await ScriptedDesk.sitDown(line, position, (event, told) => {
        if ((event.kind === 'desk' && event.lineConnected) || (event.kind === 'line' && event.connected))
          resolve(null);
        this.#told(event, told);
      });
      this.#desks.push(desk);
      await canBeRung;
      await desk.ready();
    }
  }

  end(): void {
    for (const desk of this.#desks) desk.end();
  }

  #told(event: DeskEvent, desk: ScriptedDesk): void {
    if (event.kind === 'offered') desk.formShown(event.call.id);
    // A machine that is busy with other tests may be late with a telephone; whoever is told so presses Ready again.
    if (event.kind === 'status' && event.status.kind === 'away' && event.status.because === 'missed-offer')
      desk.ready().catch(this.#work.failed);
    if (event.kind === 'call' && event.call.state === 'talking')
      this.#serve(event.call, desk).catch(this.#work.failed);
  }

  async #serve({ id, caller }: DeskCall, desk: ScriptedDesk): Promise<void> {
    if (!('phone' in caller) || this.#taken.has(id)) return;
    const donor = this.#work.donorOf(caller.phone);
    if (donor === undefined) throw new Error('a form names a number that nobody rings from');
    this.#taken.add(id);
    const hangUpAt = Date.now() + this.#work.talkMs;
    await desk.save(randomUUID(), {
      ...GOOD_FORM,
      call: id,
      amountCents: donor.cents,
      takenAt: new Date().toISOString(),
    });
    this.#work.served(donor);
    await new Promise((later) => void setTimeout(later, hangUpAt - Date.now()));
    await desk.hangUp(id);
  }
}
