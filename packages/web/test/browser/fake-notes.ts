import type { BreakReason, DeskNotes, FloorNotes } from '@pledgeline/contract';

/** Breaks and messages, as the real line keeps them. */
export class FakeNotes {
  desk: DeskNotes = { break: null, messages: [] };
  floor: FloorNotes = { notes: [] };
  /** What supervisors said, in order. */
  readonly words: { readonly path: string; readonly body: unknown }[] = [];

  answer(said: string, body: unknown): DeskNotes | FloorNotes | { done: true } | null {
    if (said === 'GET /api/desk/notes') return this.desk;
    if (said === 'GET /api/floor/notes') return this.floor;
    if (said === 'POST /api/desk/break') {
      const { reason } = body as { reason: BreakReason };
      this.desk = { ...this.desk, break: { reason, since: Date.now(), bySupervisor: false } };
      return this.desk;
    }
    const put = /^POST \/api\/desk\/messages\/(.*)\/read$/.exec(said)?.[1];
    if (put !== undefined) {
      this.desk = { ...this.desk, messages: this.desk.messages.filter(({ id }) => id !== put) };
      return this.desk;
    }
    if (!said.startsWith('POST /api/floor/agents/')) return null;
    this.words.push({ path: said, body });
    return { done: true };
  }

  say(...texts: readonly string[]): void {
    const messages = texts.map((text, nth) => ({ id: `m${nth}`, from: 'Odile', text, sentAt: Date.now() }));
    this.desk = { ...this.desk, messages };
  }
}
