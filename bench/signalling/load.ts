import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HERE = '127.0.0.1';

export interface Load {
  readonly calls: number;
  readonly failed: number;
  /** Of the carrier's and of the line's requests together: a packet that had to be said again. */
  readonly retransmitted: number;
}

/** SIPp as the desk phones, all of them at one port, until it is ended. */
export function startPhones(port: number): ChildProcess {
  const scenario = join(import.meta.dirname, 'phones.xml');
  return spawn('sipp', ['-sf', scenario, '-i', HERE, '-p', String(port), '-nostdin'], { stdio: 'ignore' });
}

/** SIPp as the carrier: so many calls a second for so long, each `talkMs` long. */
export async function carry(how: {
  readonly linePort: number;
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly talkMs: number;
}): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-signalling-'));
  const statistics = join(folder, 'statistics.csv');
  const scenario = join(import.meta.dirname, 'carrier.xml');
  const limit = how.seconds + 20;
  const options: Readonly<Record<string, string | number>> = {
    '-sf': scenario,
    '-i': HERE,
    '-p': how.port,
    '-s': '110',
    '-r': how.perSecond,
    '-m': how.perSecond * how.seconds,
    '-d': how.talkMs,
    '-timeout': limit,
    '-fd': 1,
    '-stf': statistics,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [name, String(value)]);
  const sipp = spawn('sipp', [`${HERE}:${how.linePort}`, ...words, '-nostdin', '-trace_stat'], {
    stdio: 'ignore',
    cwd: folder,
  });
  try {
    await once(sipp, 'close');
    const last = lastRow(readFileSync(statistics, 'utf8'));
    return {
      calls: last('SuccessfulCall(C)'),
      failed: how.perSecond * how.seconds - last('SuccessfulCall(C)'),
      retransmitted: last('Retransmissions(C)'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lastRow(csv: string): (column: string) => number {
  const rows = csv.trim().split('\n');
  const names = (rows[0] ?? '').split(';');
  const values = (rows.at(-1) ?? '').split(';');
  return (column) => Number(values[names.indexOf(column)]);
}
