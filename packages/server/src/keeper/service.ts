import type { ChildProcess } from 'node:child_process';
import { nextRestart } from './restarts.ts';
import { signal } from './processes.ts';

export interface ServiceDeps {
  readonly name: string;
  /** Starts it, in a process group of its own. */
  readonly launch: () => Promise<ChildProcess>;
  /** Asks it to end in order. */
  readonly askToEnd: (child: ChildProcess) => void;
  readonly endsWithinMs: number;
  /** It ended by itself and is being started again. */
  readonly onRestart: (name: string) => void;
  /** It ended too often; nobody starts it again. */
  readonly onGivenUp: (name: string) => void;
  readonly nowMs: () => number;
}

/** What the service is doing. A restart that waits holds its timer; one that ends forgets it. */
type State =
  | { readonly kind: 'down' }
  | { readonly kind: 'starting'; readonly settled: Promise<void> }
  | { readonly kind: 'up'; readonly child: ChildProcess }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'ended' };

/** One process that is kept running until told otherwise. */
export class Service {
  readonly #deps: ServiceDeps;
  readonly #ends: number[] = [];
  #state: State = { kind: 'down' };
  #wasReady = false;

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
  }

  get child(): ChildProcess | null {
    return this.#state.kind === 'up' ? this.#state.child : null;
  }

  get ready(): boolean {
    return this.#wasReady;
  }

  markReady(): void {
    this.#wasReady = true;
  }

  /** Resolves when it runs; rejects where it cannot be launched. */
  start(): Promise<void> {
    const starting = this.#launch();
    // stop() waits for it, whatever becomes of it; whoever called start() hears why it failed.
    this.#state = { kind: 'starting', settled: starting.catch(() => {}) };
    return starting;
  }

  async #launch(): Promise<void> {
    const child = await this.#deps.launch();
    child.on('error', () => {}); // A program that cannot be run has no pid, which is looked at below.
    // Told to end while it was being launched.
    if (this.#isEnded()) return this.#end(child);
    this.#state = { kind: 'up', child };
    if (hasEnded(child)) return this.#ended();
    child.once('exit', () => this.#ended());
  }

  /** Ends it in order, or by force once its time is up; answers when it is gone. */
  async stop(): Promise<void> {
    const before = this.#state;
    this.#state = { kind: 'ended' };
    if (before.kind === 'waiting') clearTimeout(before.timer);
    if (before.kind === 'starting') await before.settled;
    if (before.kind === 'up') await this.#end(before.child);
  }

  #isEnded(): boolean {
    return this.#state.kind === 'ended';
  }

  async #end(child: ChildProcess): Promise<void> {
    const gone = hasEnded(child)
      ? Promise.resolve()
      : new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    this.#deps.askToEnd(child);
    const force = setTimeout(() => killGroup(child), this.#deps.endsWithinMs);
    await gone;
    clearTimeout(force);
  }

  #ended(): void {
    if (this.#isEnded()) return;
    const nowMs = this.#deps.nowMs();
    this.#ends.push(nowMs);
    if (this.#ends.length > 50) this.#ends.shift();
    const next = nextRestart({ ends: this.#ends, wasReady: this.#wasReady, nowMs });
    if (next.kind === 'give-up') {
      this.#state = { kind: 'ended' };
      this.#deps.onGivenUp(this.#deps.name);
      return;
    }
    this.#deps.onRestart(this.#deps.name);
    const timer = setTimeout(() => void this.#again(), next.ms);
    this.#state = { kind: 'waiting', timer };
  }

  /** A start that fails on the way back up counts as one more end. */
  async #again(): Promise<void> {
    try {
      await this.start();
    } catch {
      this.#ended();
    }
  }
}

/** The group, so that nothing that the process started stays behind. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (!signal(-child.pid, 'SIGKILL')) signal(child.pid, 'SIGKILL');
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
