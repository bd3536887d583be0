import { doesNotMatch, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { TrunkList } from '@pledgeline/contract';
import { Line } from './line.ts';
import { strangeAddress } from './namespace.ts';
import { Office } from './office.ts';
import { until } from './wait.ts';
import { headerOf, inviteText, Wire } from './wire.ts';

const PUBLIC = '203.0.113.7';
const NUMBER = '110';
const LIMIT_MS = 10_000;

test('behind a router a carrier outside is told the public address, and one inside our own', async (t) => {
  // Of no private network, and so outside of any house.
  const outside = strangeAddress();
  if (outside === null)
    return t.skip('needs an address beside loopback: run the tests as root, or with a network');
  t.after(() => outside.remove());
  const line = await Line.start({ PLEDGELINE_PUBLIC_ADDRESS: PUBLIC });
  t.after(() => line.end());
  match(line.command('check').printed, /NO {2}PLEDGELINE_PUBLIC_ADDRESS is set, and nothing outside/);
  const office = await Office.signIn(line);
  const [trunk] = (await office.get<TrunkList>('/api/trunks')).trunks;
  ok(trunk !== undefined);
  const addresses = [...trunk.form.addresses, outside.address];
  const form = { ...trunk.form, addresses, earlyMedia: true };
  await office.ask('PUT', `/api/trunks/${trunk.id}`, { revision: trunk.revision, form });

  /** What is said before the answer, with our sound in it. */
  const toldTo = async (address: string): Promise<string> => {
    const wire = await Wire.open(address);
    t.after(() => wire.close());
    wire.send(inviteText({ number: NUMBER, from: `<sip:+33639980109@${address}>` }, wire), {
      address: '127.0.0.1',
      port: line.sipPort,
    });
    return until('the waiting sound is described', LIMIT_MS, () =>
      wire.received.find((text) => text.startsWith('SIP/2.0 183 ')),
    );
  };
  const told = await toldTo(outside.address);
  match(headerOf(told, 'Contact'), new RegExp(`^<sip:203\\.0\\.113\\.7:${line.sipPort}>$`));
  match(told, /\r\nc=IN IP4 203\.0\.113\.7\r\n/);
  const inside = await toldTo('127.0.0.1');
  match(headerOf(inside, 'Contact'), new RegExp(`^<sip:127\\.0\\.0\\.1:${line.sipPort}>$`));
  doesNotMatch(inside, /203\.0\.113\.7/);
});
