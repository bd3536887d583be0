import type { RehearsalWanted } from '@pledgeline/contract';
import { failed, ok, seeded, type Result } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import { randomInt } from 'node:crypto';
import { NOBODY, type Actor } from '../access/actor.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import type { TestCall, TestCallEnd } from '../telephony/test-call.ts';
import { beginRun, endLeftRuns, endRun, noteRun } from './store.ts';
import { timesOf } from './times.ts';

export interface RehearsalDeps {
  readonly db: Kysely<Tables>;
  readonly log: Log;
  readonly now: () => number;
  readonly sipPort: number;
  /** A recorded donor rings: `placeTestCall`. */
  readonly place: (call: TestCall) => Promise<Result<TestCallEnd, 'NO_PORT_LEFT'>>;
  /** The one real timer; gives back how it is taken back. */
  readonly later: (ms: number, act: () => void) => () => void;
}

/** What is rehearsed. */
export interface RehearsalOf {
  readonly campaign: string;
  readonly lines: readonly { readonly number: string; readonly language: 'fr' | 'en' }[];
  readonly span: { readonly from: number; readonly until: number };
  readonly onAir: readonly number[];
}

interface Run {
  readonly id: string;
  readonly of: RehearsalOf;
  readonly startedAt: number;
  /** When the calls that are still to come ring, counted from the beginning. */
  readonly left: number[];
  readonly hangUp: AbortController;
  placed: number;
  refused: number;
  readonly live: Set<Promise<void>>;
  takeBack: () => void;
  /** What was noted last: one after the other, or an older count would be the one that stays. */
  noting: Promise<unknown>;
  /** How it ends, and by whom. */
  ending: { readonly ended: 'done' | 'stopped'; readonly actor: Actor };
  readonly over: PromiseWithResolvers<void>;
}

/** The last of the numbers that the regulator keeps for fiction (ARCEP, decision 2018-0881): nobody has them. */
const callerNumbered = (nth: number): string => `+3319900${String(9_000 + nth)}`;

/** [RHS-14] One rehearsal at a time: rings as planned, and is over when the last of its callers is. */
export class Rehearsals {
  readonly #deps: RehearsalDeps;
  #run: Run | null = null;
  #isStarting = false;

  static async open(deps: RehearsalDeps): Promise<Rehearsals> {
    await endLeftRuns(deps.db, deps.now());
    return new Rehearsals(deps);
  }

  private constructor(deps: RehearsalDeps) {
    this.#deps = deps;
  }

  get isOn(): boolean {
    return this.#run !== null;
  }

  get live(): number {
    return this.#run?.live.size ?? 0;
  }

  async start(actor: Actor, wanted: RehearsalWanted, of: RehearsalOf): Promise<Result<null, 'REHEARSAL_ON'>> {
    if (this.#run !== null || this.#isStarting) return failed('REHEARSAL_ON');
    this.#isStarting = true;
    try {
      const startedAt = this.#deps.now();
      const id = await beginRun(this.#deps.db, { actor, campaign: of.campaign, wanted, at: startedAt });
      if (id === null) return failed('REHEARSAL_ON');
      this.#run = {
        id,
        of,
        startedAt,
        left: [...timesOf({ ...wanted, ...of }, seeded(randomInt(2 ** 31)))],
        hangUp: new AbortController(),
        placed: 0,
        refused: 0,
        live: new Set(),
        takeBack: () => undefined,
        noting: Promise.resolve(),
        ending: { ended: 'done', actor: NOBODY },
        over: Promise.withResolvers(),
      };
      this.#goOn(this.#run);
      return ok(null);
    } finally {
      this.#isStarting = false;
    }
  }

  /** No further call; who is on the line hangs up. */
  async stop(actor: Actor): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    run.ending = { ended: 'stopped', actor };
    this.#letGo(run);
    this.#goOn(run);
    await run.over.promise;
  }

  /** The server ends: its donors hang up, and the next start says that it is over. */
  async close(): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    this.#letGo(run);
    await Promise.all([...run.live, run.noting]);
  }

  #letGo(run: Run): void {
    run.takeBack();
    run.left.length = 0;
    run.hangUp.abort();
  }

  #goOn(run: Run): void {
    const [next] = run.left;
    if (next === undefined) {
      if (run.live.size === 0 && this.#run === run) void this.#end(run);
      return;
    }
    const inMs = Math.max(0, run.startedAt + next - this.#deps.now());
    run.takeBack = this.#deps.later(inMs, () => {
      run.left.shift();
      this.#ring(run);
      this.#goOn(run);
    });
  }

  #ring(run: Run): void {
    const line = run.of.lines[run.placed % run.of.lines.length];
    if (line === undefined) return;
    const from = callerNumbered(run.placed);
    run.placed += 1;
    const call = this.#call(run, { ...line, from }).finally(() => {
      run.live.delete(call);
      if (run.left.length === 0) this.#goOn(run);
    });
    run.live.add(call);
    this.#note(run);
  }

  async #call(run: Run, { number, language, from }: RehearsalOf['lines'][number] & { from: string }) {
    const { place, sipPort, log } = this.#deps;
    try {
      const ended = await place({ sipPort, dialed: number, from, language, signal: run.hangUp.signal });
      if (ended.ok && ended.value.kind === 'ended') return;
      run.refused += 1;
      this.#note(run);
    } catch (error) {
      log.warn({ err: error }, 'a call of the rehearsal broke');
    }
  }

  #note(run: Run): void {
    const { id, placed, refused } = run;
    run.noting = run.noting
      .then(() => noteRun(this.#deps.db, id, { placed, refused }))
      .catch((error: unknown) => this.#deps.log.warn({ err: error }, 'the rehearsal could not be noted'));
  }

  async #end(run: Run): Promise<void> {
    this.#run = null;
    const { db, now, log } = this.#deps;
    await run.noting;
    await endRun(db, { id: run.id, at: now(), ...run.ending }).catch((error: unknown) =>
      log.error({ err: error }, 'the end of the rehearsal could not be noted'),
    );
    run.over.resolve();
  }
}
