import { failed, type Result } from '@pledgeline/core';
import type { MediaFault } from '../port.ts';
import { writeLine, type Command } from './protocol.ts';

export type Answer = Result<unknown, MediaFault>;

/** More are refused at once: whoever asks so much has not noticed that nobody answers. */
const UNANSWERED_MAX = 10_000;
/** Endings are kept for the process's return for as long as a session can live unrenewed: else it would live on. */
const ENDING_MS = 60_000;

interface Asked {
  readonly line: string;
  readonly settle: (answer: Answer) => void;
  timer: NodeJS.Timeout;
}

/** Requests that wait for their answers. */
export class Requests {
  readonly #requestMs: number;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;

  constructor(requestMs: number) {
    this.#requestMs = requestMs;
  }

  ask(command: Command, send: (line: string) => void): Promise<Answer> {
    if (this.#asked.size >= UNANSWERED_MAX) return Promise.resolve(failed('MEDIA_AWAY'));
    this.#lastId += 1;
    const id = this.#lastId;
    const line = writeLine({ id, command });
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#tooLate(id, command), this.#requestMs);
      this.#asked.set(id, { line, settle, timer });
      send(line);
    });
  }

  answered(id: number, answer: Answer): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    clearTimeout(asked.timer);
    asked.settle(answer);
  }

  #tooLate(id: number, command: Command): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    asked.settle(failed('MEDIA_AWAY'));
    if (isEnding(command)) asked.timer = setTimeout(() => this.#asked.delete(id), ENDING_MS).unref();
    else this.#asked.delete(id);
  }

  /** What is to be said again to a process that is back, in the order in which it was asked. */
  unanswered(): readonly string[] {
    return [...this.#asked.values()].map((asked) => asked.line);
  }

  close(): void {
    for (const { timer, settle } of this.#asked.values()) {
      clearTimeout(timer);
      settle(failed('MEDIA_AWAY'));
    }
    this.#asked.clear();
  }
}

const isEnding = (command: Command): boolean => command.kind === 'close-leg' || command.kind === 'close-line';
