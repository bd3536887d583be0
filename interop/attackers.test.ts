import { equal, match, ok } from 'node:assert/strict';
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
/** Whose password stands among the first few that are guessed, and whose stands after them. */
const [FOUND, LOCKED] = USERS;
/** svcrack goes on for as long as it is answered. */
const LIMIT_MS = 20_000;
const UNKNOWN = 'pledgeline_sip_dropped_total{because="unknown-source"}';
const outcome = (word: string): string => `pledgeline_phone_registrations_total{outcome="${word}"}`;

/** What operators read: how often something came to nothing for this reason. */
const counted = async (line: Line, name: string): Promise<number> => {
  const row = (await line.metrics()).split('\n').find((one) => one.startsWith(`${name} `));
  return Number(row?.split(' ').at(-1) ?? 0);
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

  // svwar: nothing tells a phone that there is from one that there is not, and it says so itself.
  const names = list('names', ['nobody-1', ...USERS, 'nobody-2']);
  const said = await attack('svwar', '-d', names, target);
  match(said, /authentication request for an unknown extension/);
  match(said, /found nothing/);
  match(await attack('svwar', '--force', '-d', names, target), /found nothing/);

  // svcrack: at a loss before SHA-256, it gets MD5 alone when it comes again.
  const crack = (user: string, words: readonly string[]): Promise<string> =>
    attack('svcrack', '-u', user, '-d', list('words', words), target);
  const wrong = (count: number): string[] => Array.from({ length: count }, (_, index) => `guess-${index}`);
  for (const user of [FOUND, LOCKED]) for (const _ of [1, 2]) await crack(user, ['']);
  const passwordOf = (user: string): string => passwords.get(user) ?? '';
  const found = await crack(FOUND, [...wrong(2), passwordOf(FOUND), ...wrong(2)]);
  ok(found.includes(passwordOf(FOUND)), `among the first few it would find it:\n${found}`);
  const locked = await crack(LOCKED, [...wrong(40), passwordOf(LOCKED), ...wrong(40)]);
  ok(!locked.includes(passwordOf(LOCKED)), locked);
  ok((await counted(line, outcome('locked'))) > 0);
  equal(await counted(line, outcome('taken')), 1);
});
