import { equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Line } from './line.ts';
import { lacks } from './program.ts';
import { freeSipPort } from './ports.ts';

const SCENARIO = join(import.meta.dirname, 'sipp/rings-and-gives-up.xml');
const CALLS = 20;
const NUMBER = '110';

/** SIPp as the carrier; answers its exit code: 0 where every call went as the scenario says. */
async function carry(
  t: TestContext,
  line: Line,
  how: readonly string[],
): Promise<{ code: number; told: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-sipp-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = ['-i', '127.0.0.1', '-p', String(await freeSipPort()), '-s', NUMBER];
  const load = ['-r', '5', '-m', String(CALLS), '-timeout', '90', '-timeout_error', '-nostdin'];
  const target = `127.0.0.1:${line.sipPort}`;
  const sipp = spawn('sipp', [target, '-sf', SCENARIO, ...place, ...load, ...how], { cwd: folder });
  let told = '';
  sipp.stderr.on('data', (chunk: Buffer) => void (told += chunk.toString('utf8')));
  sipp.stdout.resume();
  const [code] = (await once(sipp, 'close')) as [number];
  return { code, told };
}

test('a carrier whose callers give up gets every answer that RFC 3261 promises, over UDP and TCP', async (t) => {
  if (lacks(t, 'sipp')) return;
  const line = await Line.start();
  t.after(() => line.end());
  for (const transport of ['u1', 't1']) {
    const { code, told } = await carry(t, line, ['-t', transport]);
    equal(code, 0, `${transport}: ${told}`);
  }
  const lost = await carry(t, line, ['-t', 'u1', '-lost', '10']);
  equal(lost.code, 0, `with one packet in ten lost: ${lost.told}`);
  equal(/^pledgeline_calls_live (\d+)$/m.exec(await line.metrics())?.[1], '0');
});
