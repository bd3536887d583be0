import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

/** Another computer on the house's network, as far as anything here can tell: a network namespace with a cable to us. */
export interface Neighbour {
  /** Ours, as the neighbour sees us. */
  readonly address: string;
  /** The neighbour's own. */
  readonly theirs: string;
  /** Words before a program that is to run there. */
  readonly within: readonly string[];
  remove(): void;
}

/** An address of this machine that is in no trunk of the trial line; null: there is none, and we may not add one. */
export function strangeAddress(): { readonly address: string; remove(): void } | null {
  const address = `198.19.${process.pid % 250}.9`;
  const added = addToLoopback(address);
  if (added !== null) return added;
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const outside = own.find((one) => one.family === 'IPv4' && !one.internal);
  return outside === undefined ? null : { address: outside.address, remove: () => {} };
}

/** A private address of this machine to which no way leads from any neighbour. @throws where we may not add one. */
export function hiddenAddress(): { readonly address: string; remove(): void } {
  const added = addToLoopback(`10.230.${process.pid % 250}.9`);
  if (added === null) throw new Error('no address could be added to this machine');
  return added;
}

function addToLoopback(address: string): { readonly address: string; remove(): void } | null {
  const onLoopback = [`${address}/32`, 'dev', 'lo'];
  if (spawnSync('ip', ['addr', 'add', ...onLoopback]).status !== 0) return null;
  return { address, remove: () => void spawnSync('ip', ['addr', 'del', ...onLoopback]) };
}

export function addNeighbour(): Neighbour {
  const tail = process.pid % 10_000;
  const name = `pledgeline-${tail}`;
  const [here, there] = [`plh${tail}`, `plt${tail}`];
  // A private block that houses seldom use: the authority of the line speaks for private addresses only.
  const network = `10.229.${tail % 250}`;
  const ip = (...args: readonly string[]): void => {
    const run = spawnSync('ip', args, { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`ip ${args.join(' ')}: ${run.stderr}`);
  };
  ip('netns', 'add', name);
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name);
  ip('addr', 'add', `${network}.1/24`, 'dev', here);
  ip('link', 'set', here, 'up');
  ip('-n', name, 'addr', 'add', `${network}.2/24`, 'dev', there);
  ip('-n', name, 'link', 'set', there, 'up');
  ip('-n', name, 'link', 'set', 'lo', 'up');
  return {
    address: `${network}.1`,
    theirs: `${network}.2`,
    within: ['ip', 'netns', 'exec', name],
    remove: () => ip('netns', 'del', name),
  };
}
