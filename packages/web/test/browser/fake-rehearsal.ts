import { RehearsalWanted, type CheckItem, type Fault, type Rehearsal } from '@pledgeline/contract';

type Answered = Rehearsal | { readonly fault: Fault; readonly message: string };

const item = (kind: CheckItem['kind'], state: CheckItem['state'], change: Partial<CheckItem>): CheckItem => ({
  kind,
  state,
  found: 'line-by-hours',
  count: 0,
  of: 0,
  names: [],
  at: null,
  ...change,
});

/** A line of which some things are right, some are not, and some are still to be seen to. */
export class FakeRehearsal {
  items: CheckItem[] = [
    item('trunks', 'wrong', { found: 'trunks-down', count: 1, of: 2, names: ['Opérateur de secours'] }),
    item('numbers', 'ok', { found: 'numbers-there', count: 1, of: 1 }),
    item('stop', 'ok', {}),
    item('seats', 'to-do', { found: 'seats-empty', count: 13, of: 15, names: ['Caen 14', 'Caen 15'] }),
    item('backup', 'to-do', { found: 'backup-open' }),
  ];
  run: Rehearsal['run'] = null;
  refuses: Fault | null = null;

  answer(said: string, body: unknown): Answered {
    if (said.endsWith('/ticks/backup')) this.#tick(said.startsWith('PUT'));
    if (said === 'POST /api/rehearsal/run') {
      if (this.refuses !== null) return { fault: this.refuses, message: this.refuses };
      this.#begin(RehearsalWanted.parse(body));
    }
    if (said === 'DELETE /api/rehearsal/run' && this.run !== null)
      this.run = { ...this.run, live: 0, ended: 'stopped', endedAt: Date.now() };
    return { trial: false, items: this.items, run: this.run };
  }

  #tick(ticked: boolean): void {
    const backup = ticked
      ? item('backup', 'ok', { found: 'backup-ticked', names: ['Ana'], at: Date.now() })
      : item('backup', 'to-do', { found: 'backup-open' });
    this.items = [...this.items.slice(0, -1), backup];
  }

  #begin(wanted: RehearsalWanted): void {
    this.run = {
      id: 'r',
      wanted,
      startedAt: Date.now(),
      endedAt: null,
      ended: null,
      placed: 7,
      live: 3,
      answered: 4,
      refused: 0,
      missed: 0,
      meanWaitMs: 1_250,
      longestWaitMs: 8_000,
      withoutPledge: 1,
    };
  }
}
