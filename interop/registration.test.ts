import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Trunk, TrunkForm, TrunkList } from '@pledgeline/contract';
import { Caller } from './caller.ts';
import { Line } from './line.ts';
import { Office } from './office.ts';
import { freeSipPort } from './ports.ts';
import { lacks } from './program.ts';
import { until } from './wait.ts';

const SCENARIO = join(import.meta.dirname, 'sipp/registrar.xml');
const CARRIER = '127.0.0.3';
const PASSWORD = 'geheim und sicher';
const NUMBER = '110';
const REGISTERED_MS = 10_000;

/** A line whose trunk has registered with SIPp, which then waits for the registration to be taken back. */
async function registered(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-sipp-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freeSipPort();
  const place = ['-i', CARRIER, '-p', String(port), '-t', 'u1'];
  const end = ['-m', '1', '-timeout', '90', '-timeout_error', '-nostdin'];
  const sipp = spawn('sipp', ['-sf', SCENARIO, ...place, ...end], { cwd: folder });
  let told = '';
  sipp.stderr.on('data', (chunk: Buffer) => void (told += chunk.toString('utf8')));
  sipp.stdout.resume();
  const closed = once(sipp, 'close');
  t.after(() => sipp.kill());

  const line = await Line.start();
  t.after(() => line.end());
  const office = await Office.signIn(line);
  const list = async (): Promise<readonly Trunk[]> => (await office.get<TrunkList>('/api/trunks')).trunks;
  const [trial] = await list();
  ok(trial !== undefined);
  const narrow = { revision: trial.revision, form: { ...trial.form, addresses: ['127.0.0.1'] } };
  equal((await office.send('PUT', `/api/trunks/${trial.id}`, narrow)).status, 200);
  const form: TrunkForm = {
    ...trial.form,
    name: 'Account',
    addresses: [],
    registration: {
      registrar: `${CARRIER}:${port}`,
      user: '0231001100',
      authUser: 'auth-0231',
      password: PASSWORD,
      expiresSeconds: 600,
    },
    keepAliveSeconds: null,
  };
  equal((await office.send('POST', '/api/trunks', { form })).status, 200);
  const added = async (): Promise<Trunk | undefined> =>
    (await list()).find(({ form: { name } }) => name === 'Account');
  await until(`it is registered; SIPp said ${told}`, REGISTERED_MS, async () => {
    return (await added())?.state.registration === 'registered';
  });
  return {
    line,
    office,
    known: await added(),
    /** SIPp ends once the registration was taken back. */
    takenBack: async (): Promise<void> => {
      const [code] = (await closed) as [number];
      equal(code, 0, told);
    },
  };
}

test('a trunk registers with its carrier by digest, is rung from there, and takes it back when it is removed', async (t) => {
  if (lacks(t, 'sipp')) return;
  const { line, office, known, takenBack } = await registered(t);
  equal(known?.form.registration?.password, null);
  deepEqual(
    line.command('check').printed.match(/Trunk “Account”: .*/)?.[0],
    'Trunk “Account”: its addresses are set, it is registered.',
  );

  const caller = await Caller.open({ address: '127.0.0.1', port: line.sipPort }, CARRIER);
  t.after(() => caller.close());
  caller.call({ number: NUMBER, from: `<sip:+33639980109@${CARRIER}>` });
  await until('it rings', REGISTERED_MS, () => caller.moments.ringingAt);
  caller.hangUp();

  equal((await office.send('DELETE', `/api/trunks/${known?.id ?? ''}`, '')).status, 200);
  await takenBack();
});

test('Ctrl-C takes the registration back, so that the carrier rings nobody who is not there', async (t) => {
  if (lacks(t, 'sipp')) return;
  const { line, takenBack } = await registered(t);
  equal(await line.stop(), 0);
  await takenBack();
});
