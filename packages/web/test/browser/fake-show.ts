import {
  readingOf,
  type Rehearsal,
  ShowMoment,
  spansOf,
  type Evening,
  type Fault,
  type KeptMoment,
  type KeptOpening,
  type Show,
  type ShowImported,
} from '@pledgeline/contract';
import { FakeRehearsal } from './fake-rehearsal.ts';

type Answered =
  | Evening
  | Show
  | ShowImported
  | Rehearsal
  | { readonly fault: Fault; readonly message: string };
const ZONE = 'Europe/Paris';

/** Hours and run of show of an invented evening: nothing is planned until a test says so. */
export class FakeShow {
  readonly rehearsal = new FakeRehearsal();
  closedByHand = false;
  openings: KeptOpening[] = [];
  moments: KeptMoment[] = [];
  #ids = 0;

  /** Something on air, so many milliseconds from now. */
  onAirIn(ms: number, title: string, seconds = 30): void {
    this.#add(Date.now() + ms, title, seconds);
  }

  get evening(): Evening {
    return {
      zone: ZONE,
      closedByHand: this.closedByHand,
      openings: [...spansOf({ zone: ZONE, openings: this.openings })],
      onAir: this.moments.map(({ id, at, title, seconds }) => ({ id, at, title, seconds })),
    };
  }

  answer(said: string, body: unknown): Answered | null {
    if (said.includes(' /api/rehearsal')) return this.rehearsal.answer(said, body);
    const id = said.split('/').at(-1) ?? '';
    if (said === 'GET /api/evening') return this.evening;
    if (said === 'POST /api/line/close' || said === 'POST /api/line/open') {
      this.closedByHand = said.endsWith('close');
      return this.evening;
    }
    if (said === 'POST /api/show/openings')
      this.openings.push({ ...(body as Omit<KeptOpening, 'id'>), id: this.#newId() });
    if (said.startsWith('DELETE /api/show/openings'))
      this.openings = this.openings.filter((one) => one.id !== id);
    if (said.startsWith('DELETE /api/show/moments'))
      this.moments = this.moments.filter((one) => one.id !== id);
    if (said === 'POST /api/show/moments') {
      const moment = ShowMoment.parse(body);
      if (this.moments.some((one) => one.date === moment.date && one.time === moment.time))
        return { fault: 'SAME_MOMENT', message: 'SAME_MOMENT' };
      this.moments.push({
        ...moment,
        id: this.#newId(),
        at: Date.parse(`${moment.date}T${moment.time}Z`),
        calls: null,
      });
    }
    if (said.startsWith('PUT /api/show/moments'))
      this.moments = this.moments.map((one) => (one.id === id ? { ...one, ...ShowMoment.parse(body) } : one));
    if (said === 'POST /api/show/import') {
      this.#add(Date.now() + 3_600_000, 'Du fichier', 30);
      return { show: this.#show, taken: 1, refused: [{ line: 3, why: 'DATE' }] };
    }
    return said.includes('/api/show') ? this.#show : null;
  }

  #add(at: number, title: string, seconds: number): void {
    const { date, time } = readingOf(at, ZONE);
    this.moments.push({ id: this.#newId(), date, time, title, seconds, at, calls: null });
  }

  #newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  get #show(): Show {
    return { campaign: 'c', zone: ZONE, openings: this.openings, moments: this.moments };
  }
}
