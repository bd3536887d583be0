import type { Position } from '@pledgeline/contract';
import { ScriptedDesk, type Line, type Office } from '@pledgeline/interop';

const SITE = 'Bench';

/** Volunteers at desk phones, whose screens say at once that they show the form: signalling alone, no browser. */
export class PhoneRoom {
  readonly #line: Line;
  readonly #office: Office;
  readonly #desks: ScriptedDesk[] = [];

  constructor(line: Line, office: Office) {
    this.#line = line;
    this.#office = office;
  }

  /** Seats so many at phones whose addresses are `sip:aN@…`; all of them free afterwards. */
  async seat(count: number, phones: { readonly address: string; readonly port: number }): Promise<void> {
    for (let made = 0; made < count; made += 500)
      await this.#must('POST', '/api/positions', { site: SITE, count: Math.min(500, count - made) });
    const { positions } = await this.#office.get<{ positions: Position[] }>('/api/positions');
    for (const position of positions.filter(({ site, takenBy }) => site === SITE && takenBy === null)) {
      const phone = `sip:a${position.number}@${phones.address}:${phones.port}`;
      await this.#must('PUT', `/api/positions/${position.id}/phone`, { phone });
      await this.#sitDown(position);
    }
  }

  end(): void {
    for (const desk of this.#desks) desk.end();
  }

  async #sitDown(position: Position): Promise<void> {
    const { promise: canBeRung, resolve } = Promise.withResolvers<null>();
    const desk = await ScriptedDesk.sitDown(this.#line, position, (event, told) => {
      if (event.kind === 'offered') told.formShown(event.call.id);
      if (event.kind === 'desk' && event.lineConnected) resolve(null);
      if (event.kind === 'line' && event.connected) resolve(null);
    });
    this.#desks.push(desk);
    await canBeRung;
    await desk.ready();
  }

  async #must(method: string, path: string, body: unknown): Promise<void> {
    const { status, fault } = await this.#office.send(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${fault}`);
  }
}
