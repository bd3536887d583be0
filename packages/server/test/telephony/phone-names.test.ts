import { deepEqual, equal } from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { readDeskPhone, type DeskPhoneAddress } from '@pledgeline/contract';
import type { DnsAnswer } from '@pledgeline/sip';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { openDns } from '../../src/adapters/dns/dns.ts';
import { PhoneNames } from '../../src/telephony/phone-names.ts';
import { NameServer } from '../trunks/name-server.ts';

const HOST = 'pbx.example.org';
const RECORDS = {
  [HOST]: [
    { type: 'NAPTR', data: [10, 10, 'SIP+D2T', '_sip._tcp.pbx.example.org'] },
    { type: 'A', data: '198.51.100.3' },
  ],
  '_sip._tcp.pbx.example.org': [
    { type: 'SRV', data: [20, 0, 5060, 'b.pbx.example.org'] },
    { type: 'SRV', data: [10, 0, 5070, 'a.pbx.example.org'] },
  ],
  'a.pbx.example.org': [{ type: 'A', data: '198.51.100.1' }],
  'b.pbx.example.org': [{ type: 'A', data: '198.51.100.2' }],
} as const;

function phone(uri: string): DeskPhoneAddress {
  const read = readDeskPhone(uri);
  if (read === null) throw new Error(`${uri} is no phone`);
  return read;
}
const PHONE = phone(`sip:201@${HOST}`);

/** Until the names were asked and the answers are in. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

async function opened(t: TestContext) {
  const server = await NameServer.open();
  server.records = RECORDS;
  let moves = 0;
  const names = new PhoneNames({
    ask: openDns([server.address]),
    clock: steadyClock(),
    moved: () => void (moves += 1),
  });
  t.after(() => {
    names.stop();
    server.close();
  });
  const targets = (of = PHONE) =>
    names.targetsOf(of).map(({ transport, address, port }) => `${transport} ${address} ${port}`);
  return { server, names, targets, moves: () => moves };
}

test('[TEL-42] an address is rung as it is, and nobody is asked', async (t) => {
  const { server, names, targets, moves } = await opened(t);
  const fixed = [phone('sip:a@192.0.2.4'), phone('sip:a@[2001:db8::4]:5070;transport=tcp')] as const;
  names.follow(fixed);
  deepEqual(targets(fixed[0]), ['udp 192.0.2.4 5060']);
  deepEqual(targets(fixed[1]), ['tcp 2001:db8::4 5070']);
  deepEqual([server.asked, moves()], [[], 0]);
});

test('[TEL-42] a name is resolved by NAPTR, SRV and address; with a port or a transport, by what is left to ask', async (t) => {
  const { server, names, targets, moves } = await opened(t);
  const [ported, transported] = [phone(`sip:a@${HOST}:5080`), phone(`sip:a@${HOST};transport=udp`)];
  deepEqual(targets(), [], 'nothing is waited for');
  names.follow([PHONE, ported, transported]);
  await until(() => moves() === 3);
  deepEqual(targets(), ['tcp 198.51.100.1 5070', 'tcp 198.51.100.2 5060']);
  deepEqual(targets(ported), ['udp 198.51.100.3 5080']);
  deepEqual(targets(transported), ['udp 198.51.100.3 5060']);
  equal(server.asked.includes('NAPTR pbx.example.org'), true);
});

test('[TEL-42] extensions of one exchange are one look-up; what nobody has any more is forgotten', async (t) => {
  const { server, names, targets, moves } = await opened(t);
  names.follow([PHONE, phone(`sip:202@${HOST}`), phone(`sip:203@${HOST.toUpperCase()}`)]);
  await until(() => moves() === 1);
  equal(server.asked.filter((asked) => asked.startsWith('NAPTR')).length, 1);
  names.follow([]);
  deepEqual(targets(), []);
});

test('[TEL-42] a name that is left and wanted again while it is asked for is kept once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked: string[] = [];
  let moves = 0;
  const names = new PhoneNames({
    ask: async (question) => {
      asked.push(question.type);
      const records = question.type === 'A' ? ['198.51.100.3'] : [];
      return { answer: { ...question, records } as DnsAnswer, ttlSeconds: 40, isAway: false };
    },
    clock: steadyClock(),
    moved: () => void (moves += 1),
  });
  names.follow([PHONE]);
  names.follow([]);
  names.follow([PHONE]);
  await until(() => moves === 1 && asked.filter((type) => type === 'AAAA').length === 2);
  asked.length = 0;
  t.mock.timers.tick(40_000);
  deepEqual(asked, ['NAPTR'], 'one look-up goes on, not two');
  names.stop();
});

test('[TEL-42] whoever failed comes last, until it has answered', async (t) => {
  const { names, targets, moves } = await opened(t);
  names.follow([PHONE]);
  await until(() => moves() === 1);
  const [first, second] = names.targetsOf(PHONE);
  if (first === undefined || second === undefined) throw new Error('two hosts were found');
  names.failed(first);
  deepEqual(targets(), ['tcp 198.51.100.2 5060', 'tcp 198.51.100.1 5070']);
  names.failed(second);
  deepEqual(targets()[0], 'tcp 198.51.100.1 5070', 'the first to be good again');
  names.answered(second);
  deepEqual(targets()[0], 'tcp 198.51.100.2 5060');
});

test('[TEL-42] it is looked up again when its answer has run out; a name that is gone stays where it was', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { server, names, targets, moves } = await opened(t);
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.3', ttl: 40 }] };
  names.follow([PHONE]);
  await until(() => moves() === 1);
  server.records = { [HOST]: [{ type: 'A', data: '198.51.100.4', ttl: 40 }] };
  t.mock.timers.tick(39_999);
  const before = server.asked.length;
  t.mock.timers.tick(1);
  await until(() => moves() === 2);
  equal(server.asked.length > before, true);
  deepEqual(targets(), ['udp 198.51.100.4 5060']);
  server.records = {};
  t.mock.timers.tick(40_000);
  const asked = server.asked.length;
  await until(() => server.asked.length > asked);
  deepEqual([targets(), moves()], [['udp 198.51.100.4 5060'], 2]);
});
