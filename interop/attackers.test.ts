import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { NewPhonePassword, Site } from '@pledgeline/contract';
import { Line } from './line.ts';
import { addNeighbour } from './namespace.ts';
import { Office } from './office.ts';
import { lacks, lacksNamespaces } from './program.ts';

const USERS = ['caen-1', 'caen-2', 'caen-3'] as const;
const STRANGERS = ['nobody-1', 'admin', '100'];
const LIMIT_MS = 60_000;

/** What operators read: how often something came to nothing for this reason. */
const counted = async (line: Line, name: string): Promise<number> => {
  const [, count = '0'] = (await line.metrics()).match(new RegExp(`^${name} (\\d+)$`, 'm')) ?? [];
  return Number(count);
};

test('SIPVicious finds no line, no extension and no password', async (t) => {
  if (lacks(t, 'svmap') || lacksNamespaces(t)) return;
  const neighbour = addNeighbour();
  t.after(() => neighbour.remove());
  const folder = mkdtempSync(join(tmpdir(), 'pledgeline-attack-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const line = await Line.start({ PLEDGELINE_ADDRESS: neighbour.address });
  t.after(() => line.end());
  /** What it says; these programs end with any code. */
  const run = ([program = '', ...args]: readonly string[]): Promise<string> =>
    new Promise((said) => {
      const limits = { cwd: folder, timeout: LIMIT_MS };
      execFile(program, args, limits, (_error, out, err) => said(out + err));
    });
  const attack = (...command: readonly string[]): Promise<string> => run([...neighbour.within, ...command]);
  const list = (name: string, words: readonly string[]): string => {
    writeFileSync(join(folder, name), `${words.join('\n')}\n`);
    return name;
  };
  const port = String(line.sipPort);
  const target = `udp://${neighbour.address}:${port}`;

  // svmap, from an address that is nobody's: as if no telephone line were here.
  const UNKNOWN = 'pledgeline_sip_dropped_total{because="unknown-source"}'.replaceAll(
    /[{}]/g,
    String.raw`\$&`,
  );
  for (const method of ['OPTIONS', 'INVITE', 'REGISTER']) {
    const before = await counted(line, UNKNOWN);
    const said = await attack('svmap', '-p', port, '-m', method, neighbour.address);
    match(said, /found nothing/i, method);
    ok((await counted(line, UNKNOWN)) > before, `${method} came, and was counted`);
  }
  match(
    await run(['svmap', '-p', port, '127.0.0.1']),
    /Pledgeline/,
    'whoever is known is answered: the program works',
  );

  // Now somebody inside the network of the phones.
  const office = await Office.signIn(line);
  const { sites } = await office.get<{ sites: readonly Site[] }>('/api/sites');
  const networks = [`${neighbour.theirs}/32`];
  await office.ask('PUT', `/api/sites/${sites[0]?.id ?? ''}/networks`, { networks });
  const passwords = new Map<string, string>();
  for (const [index, user] of USERS.entries()) {
    const path = `/api/positions/trial-caen-${index + 1}/phone-account`;
    passwords.set(user, (await office.ask<NewPhonePassword>('POST', path, { user })).password);
  }
  const names = list('names', [...STRANGERS, ...USERS, 'nobody-2']);
  for (const method of ['REGISTER', 'INVITE', 'OPTIONS']) {
    const said = await attack('svwar', '-m', method, '-d', names, target);
    console.log(method, said);
    const forced = await attack('svwar', '--force', '-m', method, '-d', names, target);
    console.log(method, 'forced', forced);
  }
  for (const [user, at] of [
    ['caen-1', 0],
    ['caen-2', 40],
  ] as const) {
    const words = Array.from({ length: 80 }, (_, index) => `guess-${index}`);
    words[at] = passwords.get(user) ?? '';
    console.log(user, await attack('svcrack', '-u', user, '-d', list(user, words), target));
  }
  console.log(await line.metrics().then((text) => text.match(/^pledgeline_(phone|sip).*$/gm)));
  doesNotMatch('', /x/);
  equal(1, 1);
});
