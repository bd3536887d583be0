/** Nobody who closes may keep the others waiting for longer: Ctrl-C is answered within ten seconds. */
const CLOSE_WITHIN_MS = 2_500;

/** What was opened is closed the other way round, each whatever the one before it said. */
export class Opened {
  readonly #closings: (() => unknown)[] = [];

  keep(close: () => unknown): void {
    this.#closings.push(close);
  }

  async close(): Promise<void> {
    for (let close = this.#closings.pop(); close !== undefined; close = this.#closings.pop())
      await inTime(close);
  }
}

async function inTime(close: () => unknown): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, CLOSE_WITHIN_MS, undefined);
  await Promise.race([late, quietly(close)]);
  clearTimeout(timer);
}

async function quietly(close: () => unknown): Promise<void> {
  try {
    await close();
  } catch {
    // What cannot be closed must not keep the rest open.
  }
}
