import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TrunkList } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { Line } from './line.ts';
import { Office } from './office.ts';
import { lacks } from './program.ts';
import { until } from './wait.ts';

const NUMBER = '110';
const LIMIT_MS = 10_000;
/** T1 and how many of them sipsak waits: a silence is known after a second. */
const PATIENCE = ['-Z', '50', '-D', '20'];
const RANDOM_RUNS = 10;
const FLOOD = '3000';
const UNKNOWN = /^pledgeline_sip_dropped_total\{because="unknown-source"\} (\d+)/m;
const FAULT = /^pledgeline_machine_faults_total\{.*\} [1-9]/m;

interface Said {
  readonly code: number;
  readonly text: string;
}

/** sipsak against the line; what it says may hold any byte. */
const sipsak = (line: Line, ...args: readonly string[]): Promise<Said> =>
  new Promise((said) => {
    const target = ['-s', `sip:${NUMBER}@127.0.0.1:${line.sipPort}`];
    execFile('sipsak', [...PATIENCE, ...args, ...target], { timeout: LIMIT_MS }, (error, out, err) =>
      said({ code: error === null ? 0 : Number(error.code ?? -1), text: out + err }),
    );
  });

/** A length below nothing, and a name that never ends. */
const CROOKED = `OPTIONS sip:${NUMBER}@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKcrooked;rport
From: "sipsak <sip:sipsak@127.0.0.1>;tag=crooked
To: <sip:${NUMBER}@127.0.0.1>
Call-ID: crooked
CSeq: 1 OPTIONS
Max-Forwards: 70
Content-Length: -999

`;

test('sipsak: OPTIONS is answered to whom we know, and neither trash nor a flood costs a call', async (t) => {
  if (lacks(t, 'sipsak')) return;
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-sipsak-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const line = await Line.start();
  t.after(() => line.end());

  const known = await sipsak(line, '-vv');
  equal(known.code, 0, known.text);
  match(known.text, /^SIP\/2\.0 200 OK/m);
  const route = await sipsak(line, '-T');
  match(route.text, /SIP\/2\.0 483 .*\n.*SIP\/2\.0 200 /, 'the way ends at us');

  const caller = await Caller.open({ address: '127.0.0.1', port: line.sipPort });
  t.after(() => caller.close());
  caller.call({ number: NUMBER, from: '<sip:+33639980109@127.0.0.1>' });
  await until('it rings', LIMIT_MS, () => caller.moments.ringingAt);
  const crooked = join(folder, 'crooked');
  writeFileSync(crooked, CROOKED);
  const harm = Array.from({ length: RANDOM_RUNS }, () => sipsak(line, '-R'));
  await Promise.all([...harm, sipsak(line, '-F', '-e', FLOOD), sipsak(line, '-f', crooked)]);
  // Whoever asks too fast is passed over for a while, and heard again afterwards.
  await until('OPTIONS is answered again', LIMIT_MS, async () => (await sipsak(line)).code === 0);
  equal(caller.finalAnswer, null, 'the call goes on');
  caller.hangUp();
  await until('the caller is told', LIMIT_MS, () => caller.finalAnswer !== null);
  match(caller.finalAnswer ?? '', /^SIP\/2\.0 487 /);

  const office = await Office.signIn(line);
  const [trial] = (await office.get<TrunkList>('/api/trunks')).trunks;
  ok(trial !== undefined);
  const elsewhere = { revision: trial.revision, form: { ...trial.form, addresses: ['127.0.0.9'] } };
  await office.ask('PUT', `/api/trunks/${trial.id}`, elsewhere);
  const unknown = await sipsak(line, '-vv');
  equal(unknown.code, 3, unknown.text);
  doesNotMatch(unknown.text, /^SIP\/2\.0 /m);
  const metrics = await line.metrics();
  ok(Number(UNKNOWN.exec(metrics)?.[1] ?? 0) > 0);
  doesNotMatch(metrics, FAULT);
});
