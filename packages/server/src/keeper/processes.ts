import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * When a process was started, as a word that no other process of this machine has had under the same pid; null: no
 * such process. A pid alone is given out again.
 */
export function birthOf(pid: number): string | null {
  return process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
}

function birthFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name, in brackets, may itself hold brackets; after it come the state and, 20th, the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

function birthFromPs(pid: number): string | null {
  try {
    const born = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return born === '' ? null : born;
  } catch {
    return null;
  }
}

/** A running process and what it was started with. On macOS the arguments are parted at every space. */
export interface Running {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** The processes of this machine whose arguments we may see: ours, and for root everybody's. */
export function runningProcesses(): readonly Running[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): readonly Running[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      return birthFromProc(Number(name)) === null ? [] : [{ pid: Number(name), argv }];
    } catch {
      return []; // It ended while we looked.
    }
  });
}

function fromPs(): readonly Running[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [pid, ...argv] = line.trim().split(' ');
    return pid === undefined || pid === '' ? [] : [{ pid: Number(pid), argv }];
  });
}

/** Whether the arguments hold this option with this value, side by side. */
export function hasOption(argv: readonly string[], option: string, value: string): boolean {
  const values = value.split(process.platform === 'linux' ? '\0' : ' ');
  return argv.some((one, at) => one === option && values.every((part, n) => argv[at + 1 + n] === part));
}

/** False: it is gone, or was never ours to signal. A whole group where the pid is negative. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
