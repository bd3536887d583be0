import { KeyVault } from './vault.ts';

/** What the server has of whoever started it. */
export interface KeeperLink {
  /** Asked to end in order; each listener is called once, also where the keeper itself is gone. */
  onStop(listener: () => void): void;
  /** The lines for the terminal: addresses, the sign-in link. */
  ready(lines: readonly string[]): void;
  readonly keys: CallKeys;
}

/** The keys of live calls, kept by another process so that a restart of the server goes on with them. */
export interface CallKeys {
  put(call: string, key: Uint8Array): void;
  destroy(call: string): void;
  /** Every key that was put and not destroyed; asked for once, at the start. */
  all(): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** A keeper in the same process: for tests, and where the server is started without one. */
export function linkInMemory(): KeeperLink & { stop(): void; readonly lines: readonly string[] } {
  const vault = new KeyVault();
  const lines: string[] = [];
  const listeners: (() => void)[] = [];
  return {
    lines,
    stop: () => {
      for (const listener of listeners) listener();
    },
    onStop: (listener) => void listeners.push(listener),
    ready: (more) => void lines.push(...more),
    keys: {
      put: (call, key) => void vault.put(call, key),
      destroy: (call) => vault.destroy(call),
      all: () =>
        Promise.resolve(new Map([...vault.all()].map(([call, key]) => [call, Uint8Array.from(key)]))),
    },
  };
}
