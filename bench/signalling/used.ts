import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The kernel counts in hundredths of a second (USER_HZ). */
const TICK_SECONDS = 0.01;

/** CPU-seconds that these processes have used so far; PostgreSQL works in children of its own, those that ended too. */
export function cpuSecondsOf(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of [...pids, ...pids.flatMap(databaseChildrenOf)]) {
    const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
    // proc(5): utime, stime, and both of the children that were waited for.
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return ticks * TICK_SECONDS;
}

/** None for the keeper, whose children are counted by themselves. */
function databaseChildrenOf(pid: number): number[] {
  if (!read(`/proc/${pid}/cmdline`).includes('/postgres\0')) return [];
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** Nothing of a process that has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Megabytes that they hold in memory. */
export function residentMbOf(pids: readonly number[]): number {
  let kilobytes = 0;
  for (const pid of pids)
    kilobytes += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return kilobytes / 1_024;
}

/** The UDP ports that they hold. */
export function udpPortsOf(pids: readonly number[]): number[] {
  const ports = new Map<string, number>();
  for (const table of ['/proc/net/udp', '/proc/net/udp6'])
    for (const row of read(table).split('\n').slice(1)) {
      // proc_net(5): the second column is the local address, its port in hexadecimal, and the tenth the inode.
      const columns = row.trim().split(/\s+/);
      ports.set(`socket:[${columns[9]}]`, Number.parseInt(columns[1]?.split(':')[1] ?? '', 16));
    }
  return pids.flatMap(openFilesOf).flatMap((file) => ports.get(file) ?? []);
}

function openFilesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
  } catch {
    // A file was closed, or the process ended, while it was looked at.
    return [];
  }
}
