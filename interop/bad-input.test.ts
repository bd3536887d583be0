import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Campaign } from '@pledgeline/contract';
import { Line } from './line.ts';
import { strangeAddress } from './namespace.ts';
import { GOOD_FORM, Office } from './office.ts';
import { findTraces } from './trace.ts';
import { inviteText, Wire } from './wire.ts';

const FROM = '<sip:+33639980109@127.0.0.1>';
/** Long enough for any answer on a loopback; nothing is measured by it. */
const ANSWER_MS = 3_000;
const SILENCE_MS = 1_500;

interface Opened {
  readonly line: Line;
  readonly office: Office;
  readonly number: string;
}
let opened: Promise<Opened> | undefined;
const line = async (): Promise<Opened> => (opened ??= open());
after(async () => (await opened?.catch(() => null))?.line.end());

async function open(): Promise<Opened> {
  const started = await Line.start();
  const office = await Office.signIn(started);
  const { number } = await office.get<Campaign>('/api/campaign');
  return { line: started, office, number };
}

async function ask(
  change: (text: string) => string,
  options: { from?: string; number?: string } = {},
): Promise<Wire> {
  const { line: running, number } = await line();
  const wire = await Wire.open(options.from);
  const text = inviteText({ number: options.number ?? number, from: FROM }, wire);
  wire.send(change(text), { address: '127.0.0.1', port: running.sipPort });
  return wire;
}

async function counted(running: Line, name: RegExp): Promise<number> {
  const lines = (await running.metrics()).split('\n').filter((one) => !one.startsWith('#') && name.test(one));
  return lines.reduce((sum, one) => sum + Number(one.split(' ').at(-1)), 0);
}

test('an INVITE from an unknown address gets no answer and is counted', async (t) => {
  const stranger = strangeAddress();
  if (stranger === null)
    return t.skip('needs an address beside loopback: run the tests as root, or with a network');
  t.after(() => stranger.remove());
  const { line: running } = await line();
  const before = await counted(running, /^pledgeline_sip_dropped_total/);
  const wire = await ask((text) => text, { from: stranger.address });
  t.after(() => wire.close());
  equal(await wire.answer('SIP/2.0', SILENCE_MS), null);
  ok((await counted(running, /^pledgeline_sip_dropped_total/)) > before);
});

test('a malformed INVITE is answered 400', async (t) => {
  const wire = await ask((text) => text.replace(/^CSeq: .*$/m, 'CSeq: one INVITE'));
  t.after(() => wire.close());
  match((await wire.answer('SIP/2.0 4', ANSWER_MS)) ?? 'no answer', /^SIP\/2\.0 400 /);
});

test('what is no SIP is dropped, and the line goes on', async (t) => {
  const wire = await ask(() => `${'\0\u00ff'.repeat(600)}\r\n\r\n`);
  t.after(() => wire.close());
  equal(await wire.answer('SIP/2.0', SILENCE_MS), null);
  equal(await (await line()).line.isHealthy(), true);
});

test('an INVITE for a number that is not ours is answered 404', async (t) => {
  const wire = await ask((text) => text, { number: '999' });
  t.after(() => wire.close());
  match((await wire.answer('SIP/2.0 4', ANSWER_MS)) ?? 'no answer', /^SIP\/2\.0 404 /);
});

test('a form with a card number is refused, and the number is nowhere', async () => {
  const { line: running, office } = await line();
  const card = '4970101234567893';
  for (const written of [card, card.replaceAll(/(\d{4})(?=\d)/g, '$1 ')])
    deepEqual(await office.save({ note: `carte ${written} fin 12/27` }), {
      status: 422,
      fault: 'CARD_NUMBER',
    });
  deepEqual(findTraces(running.folders, [{ encoding: 'plain', bytes: Buffer.from(card) }]), []);
  equal((await office.totals()).promisedCount, 0);
});

test('an amount of zero and one of a million are refused', async () => {
  const { office } = await line();
  for (const amountCents of [0, 100_000_000, -500, 12.5])
    deepEqual(await office.save({ amountCents }), { status: 400, fault: 'BAD_INPUT' });
  equal((await office.totals()).promisedCount, 0);
});

test('of a directory with broken lines the good ones are in, and each bad one is named', async () => {
  const { line: running } = await line();
  const path = join(running.dataDir, 'broken.csv');
  const rows = [
    'telephone;nom;prenom;adresse;cp;ville',
    '0639980121;Bonnet;Ana;1 rue A;75001;Paris',
    'pas un numéro;Durand;Luc;2 rue B;75002;Paris',
    '0639980122;"Martin;Eve;3 rue C;75003;Paris',
    '0639980123;;;4 rue D;75004;Paris',
    '0639980124;Petit;Ode;5 rue E;75005;Paris',
    '0639980125;Roux',
  ];
  writeFileSync(path, rows.join('\n'));
  const { printed, code } = running.command('import', 'directory', path);
  equal(code, 0);
  match(printed, /Numbers taken: 2\b/);
  for (const bad of [3, 4, 5, 7]) match(printed, new RegExp(`line ${bad}: `));
});

test('a forged notification of a payment changes nothing', async () => {
  const { office } = await line();
  equal((await office.save(GOOD_FORM)).status, 200);
  const forged = {
    id: 'n1',
    checkout: 'c1',
    payment: 'p1',
    outcome: 'paid',
    amountCents: 3_000,
    at: new Date().toISOString(),
  };
  const signatures = ['', 't=1,v1=00', `t=${Math.floor(Date.now() / 1000)},v1=${'ab'.repeat(32)}`];
  for (const signature of signatures) {
    const answer = await office.send('POST', '/api/payments/sandbox/notifications', forged, {
      'pledgeline-signature': signature,
    });
    equal(answer.fault, 'BAD_SIGNATURE');
  }
  const { paidCents, promisedCount } = await office.totals();
  deepEqual({ paidCents, promisedCount }, { paidCents: 0, promisedCount: 1 });
});
