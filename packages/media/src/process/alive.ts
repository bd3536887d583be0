import { createConnection } from 'node:net';

/** Whether somebody answers at a Unix socket; a file alone is nobody. */
export function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
