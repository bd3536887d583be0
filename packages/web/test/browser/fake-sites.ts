import { Helpers, sitDown, type Language, type Position } from '@pledgeline/contract';

/** Sites, and who sits there, as far as the screens ask. */
export class FakeSites {
  /** What whoever sat down last speaks. */
  languages: readonly Language[] = [];

  sat(body: unknown): void {
    this.languages = sitDown.body?.parse(body).languages ?? [];
  }

  /** Null: it is about something else. */
  answer(said: string, body: unknown, positions: Position[]): object | null {
    if (!/^PUT \/api\/positions\/.*\/helpers$/.test(said)) return null;
    const position = positions.find(({ id }) => id === said.split('/').at(-2));
    if (position === undefined) return { fault: 'NOT_FOUND' };
    Object.assign(position, Helpers.parse(body));
    return { positions };
  }
}
