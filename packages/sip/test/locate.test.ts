import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seeded, type Instant } from '@pledgeline/core';
import fc from 'fast-check';
import { byPriority } from '../src/locate/order.ts';
import {
  destinationOf,
  inOrder,
  letsTheNextTry,
  locate,
  locatorWakesAt,
  markBad,
  markGood,
  NO_PEERS,
  stepLocator,
  type Destination,
  type DnsAnswer,
  type LocateEffect,
  type LocateSettings,
  type Question,
  type SrvRecord,
  type Target,
} from '../src/index.ts';

const SETTINGS: LocateSettings = {
  transports: ['udp', 'tcp', 'tls'],
  families: ['A', 'AAAA'],
  timeoutMs: 3_000,
  seed: 1,
};
const at = (ms: number): Instant => ms as Instant;
/** `TYPE name` → its records. */
type Zone = Readonly<Record<string, readonly unknown[]>>;

const answerOf = ({ type, name }: Question, zone: Zone): DnsAnswer =>
  ({ type, name, records: zone[`${type} ${name}`] ?? [] }) as DnsAnswer;

/** What is asked of a DNS with these records, and where that leads. */
function resolve(
  to: string | Destination,
  zone: Zone = {},
  settings: Partial<LocateSettings> = {},
): string[] {
  const destination = typeof to === 'string' ? destinationOf(to)! : to;
  const lines: string[] = [];
  let { state, effects } = locate(destination, { ...SETTINGS, ...settings }, at(0));
  for (let queue = [...effects]; queue.length > 0;) {
    const effect = queue.shift()!;
    lines.push(...described(effect));
    if (effect.kind === 'located') continue;
    ({ state, effects } = stepLocator(
      state,
      { kind: 'answered', answer: answerOf(effect.question, zone) },
      at(0),
    ));
    queue = [...queue, ...effects];
  }
  equal(locatorWakesAt(state), null);
  return lines;
}
const described = (effect: LocateEffect): string[] =>
  effect.kind === 'lookup'
    ? [`${effect.question.type} ${effect.question.name}?`]
    : effect.targets.map(({ transport, address, port }) => `${transport} ${address}:${port}`);

const srv = (name: string, port: number, priority = 1, weight = 1): SrvRecord => ({
  name,
  port,
  priority,
  weight,
});
const naptr = (order: number, service: string, replacement: string): object => ({
  order,
  preference: 1,
  flags: 's',
  service,
  regexp: '',
  replacement,
});

test('[LOC-1] an address needs no DNS', () => {
  deepEqual(resolve('sip:a@192.0.2.1'), ['udp 192.0.2.1:5060']);
  deepEqual(resolve('sip:192.0.2.1:5070;transport=tcp'), ['tcp 192.0.2.1:5070']);
  deepEqual(resolve('sips:[2001:db8::1]'), ['tls 2001:db8::1:5061']);
  deepEqual(resolve('sips:192.0.2.1;transport=tcp'), ['tls 192.0.2.1:5061']);
  deepEqual(resolve('sip:trunk.example;maddr=192.0.2.1'), ['udp 192.0.2.1:5060']);
  deepEqual(resolve('sip:192.0.2.1', {}, { transports: ['tls'] }), ['tls 192.0.2.1:5061']);
});

test('[LOC-1] what we do not speak leads nowhere', () => {
  deepEqual(resolve('sips:192.0.2.1', {}, { transports: ['udp', 'tcp'] }), []);
  deepEqual(resolve('sip:trunk.example;transport=tls', {}, { transports: ['udp'] }), []);
  deepEqual(resolve('sip:trunk.example', {}, { transports: [] }), []);
  equal(destinationOf('sip:a;transport=ws'), null);
  equal(destinationOf('tel:110'), null);
});

test('[LOC-1] a port says that there are no services to ask for, a transport which one', () => {
  const zone = {
    'A trunk.example': ['192.0.2.1'],
    'SRV _sips._tcp.trunk.example': [srv('a.trunk.example', 5_081)],
    'AAAA a.trunk.example': ['2001:db8::1'],
  };
  deepEqual(resolve('sip:trunk.example:5070', zone), [
    'A trunk.example?',
    'AAAA trunk.example?',
    'udp 192.0.2.1:5070',
  ]);
  deepEqual(resolve('sip:trunk.example;transport=tls', zone), [
    'SRV _sips._tcp.trunk.example?',
    'A a.trunk.example?',
    'AAAA a.trunk.example?',
    'tls 2001:db8::1:5081',
  ]);
});

test('[LOC-2] the domain says in which order it wants to be asked; what we do not speak is passed over', () => {
  const zone = {
    'NAPTR trunk.example': [
      naptr(30, 'SIP+D2U', '_sip._udp.trunk.example'),
      naptr(10, 'SIPS+D2T', '_sips._tcp.trunk.example'),
      naptr(20, 'sip+d2t', 'odd.trunk.example'),
      naptr(5, 'SIP+D2W', 'ws.trunk.example'),
      { ...naptr(1, 'SIP+D2U', 'rewritten.example'), flags: 'u', regexp: '!a!b!' },
    ],
    'SRV _sip._udp.trunk.example': [srv('a.trunk.example', 5_060)],
    'SRV _sips._tcp.trunk.example': [srv('a.trunk.example', 5_061)],
    'SRV odd.trunk.example': [srv('b.trunk.example', 5_062)],
    'A a.trunk.example': ['192.0.2.1', '192.0.2.2'],
    'A b.trunk.example': ['192.0.2.3'],
  };
  deepEqual(resolve('sip:trunk.example', zone), [
    'NAPTR trunk.example?',
    'SRV _sips._tcp.trunk.example?',
    'SRV odd.trunk.example?',
    'SRV _sip._udp.trunk.example?',
    'A a.trunk.example?',
    'AAAA a.trunk.example?',
    'A b.trunk.example?',
    'AAAA b.trunk.example?',
    'tls 192.0.2.1:5061',
    'tls 192.0.2.2:5061',
    'tcp 192.0.2.3:5062',
    'udp 192.0.2.1:5060',
    'udp 192.0.2.2:5060',
  ]);
  deepEqual(resolve('sips:trunk.example', zone).slice(-2), ['tls 192.0.2.1:5061', 'tls 192.0.2.2:5061']);
  deepEqual(resolve('sip:trunk.example', zone, { transports: ['udp'], families: ['A'] }), [
    'NAPTR trunk.example?',
    'SRV _sip._udp.trunk.example?',
    'A a.trunk.example?',
    'udp 192.0.2.1:5060',
    'udp 192.0.2.2:5060',
  ]);
});

test('[LOC-2] [LOC-3] without NAPTR our own order of services, without those the host itself', () => {
  const services = ['_sip._udp', '_sip._tcp', '_sips._tcp'].map((label) => `SRV ${label}.trunk.example?`);
  const hosts = ['A trunk.example?', 'AAAA trunk.example?'];
  const plain = { 'A trunk.example': ['192.0.2.1'], 'AAAA trunk.example': ['2001:db8::1'] };
  deepEqual(resolve('sip:trunk.example', plain), [
    'NAPTR trunk.example?',
    ...services,
    ...hosts,
    'udp 192.0.2.1:5060',
    'udp 2001:db8::1:5060',
  ]);
  deepEqual(resolve('sips:trunk.example', plain).slice(-2), ['tls 192.0.2.1:5061', 'tls 2001:db8::1:5061']);
  deepEqual(
    resolve('sip:trunk.example', plain, { transports: ['tcp'], families: ['AAAA'] }).at(-1),
    'tcp 2001:db8::1:5060',
  );
  const served = { ...plain, 'SRV _sip._tcp.trunk.example': [srv('192.0.2.9', 5_090)] };
  deepEqual(resolve('sip:trunk.example', served).slice(4), ['tcp 192.0.2.9:5090']);
  deepEqual(resolve('sip:nowhere.example').slice(-2), ['A nowhere.example?', 'AAAA nowhere.example?']);
});

test('[LOC-3] a service of `.` says that there is none, and the host is not asked instead', () => {
  const zone = { 'SRV _sip._udp.trunk.example': [srv('.', 0)], 'A trunk.example': ['192.0.2.1'] };
  deepEqual(resolve('sip:trunk.example;transport=udp', zone), ['SRV _sip._udp.trunk.example?']);
});

test('[LOC-4] what is not answered in time is as if there were nothing, and what comes late is passed over', () => {
  let { state } = locate(destinationOf('sip:trunk.example;transport=udp')!, SETTINGS, at(0));
  const step = (input: Parameters<typeof stepLocator>[1], ms: number): readonly LocateEffect[] => {
    const next = stepLocator(state, input, at(ms));
    state = next.state;
    return next.effects;
  };
  deepEqual(step({ kind: 'clock' }, 2_999), []);
  equal(step({ kind: 'clock' }, 3_000).length, 2);
  deepEqual(
    step({ kind: 'answered', answer: { type: 'SRV', name: '_sip._udp.trunk.example', records: [] } }, 3_000),
    [],
  );
  deepEqual(
    step({ kind: 'answered', answer: { type: 'A', name: 'other.example', records: ['192.0.2.7'] } }, 3_000),
    [],
  );
  step(
    { kind: 'answered', answer: { type: 'A', name: 'trunk.example', records: ['192.0.2.1', 'rubbish'] } },
    3_001,
  );
  deepEqual(step({ kind: 'clock' }, 6_000).flatMap(described), ['udp 192.0.2.1:5060']);
  deepEqual(step({ kind: 'clock' }, 9_000), []);
});

test('[LOC-5] by priority, and among equals by weight', () => {
  const first = new Map<string, number>();
  const records = [
    srv('light', 1, 1, 1),
    srv('heavy', 1, 1, 9),
    srv('spare', 1, 2, 100),
    srv('none', 1, 1, 0),
  ];
  for (let seed = 0; seed < 2_000; seed++) {
    const names = byPriority(records, seeded(seed)).map(({ name }) => name);
    equal(names.at(-1), 'spare');
    equal(new Set(names).size, 4);
    first.set(names[0]!, (first.get(names[0]!) ?? 0) + 1);
  }
  // 0 to 10 is drawn: 0 falls to none, 1 to light, nine to heavy.
  const share = (name: string): number => (first.get(name) ?? 0) / 2_000;
  ok(Math.abs(share('heavy') - 9 / 11) < 0.04);
  ok(Math.abs(share('light') - 1 / 11) < 0.03);
  ok(Math.abs(share('none') - 1 / 11) < 0.03);
  deepEqual(byPriority(records, seeded(5)), byPriority(records, seeded(5)));
});

const target = (address: string): Target => ({
  transport: 'udp',
  address,
  port: 5_060,
  host: 'trunk.example',
});
const [one, two, three] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(target) as [Target, Target, Target];

test('[LOC-6] silence, a failed transport and 503 let the next be tried; an answer does not', () => {
  deepEqual([408, 503, 200, 401, 404, 486, 500, 603].map(letsTheNextTry), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('[LOC-7] whoever failed comes last for a while, and first again when it has answered', () => {
  const all = [one, two, three];
  let peers = markBad(NO_PEERS, one, null, at(0));
  peers = markBad(peers, two, 10, at(0));
  deepEqual(inOrder(peers, all, at(1)), [three, two, one]);
  deepEqual(inOrder(peers, all, at(10_000)), [two, three, one]);
  deepEqual(inOrder(peers, all, at(60_000)), all);
  deepEqual(inOrder(markGood(peers, one), all, at(1)), [one, three, two]);
  equal(markGood(peers, three), peers);
  deepEqual(inOrder(markBad(NO_PEERS, one, 2 ** 31, at(0)), all, at(600_000)), all);
});

test('[LOC-7] what is remembered of bad peers has a limit', () => {
  let peers = NO_PEERS;
  for (let n = 0; n < 1_100; n++) peers = markBad(peers, target(`peer-${n}`), null, at(0));
  equal(peers.size, 1_000);
  equal(markBad(peers, one, null, at(60_000)).size, 1);
});

test('[LOC-8] whatever a DNS says, it ends with a list that keeps to its limit', () => {
  const name = fc.constantFrom(
    'trunk.example',
    'a.example',
    'b.example',
    '.',
    '',
    '192.0.2.9',
    '_sip._udp.trunk.example',
  );
  const number = fc.nat(70_000);
  const record = fc.oneof(
    fc.record({ priority: number, weight: number, port: number, name }),
    fc.record({
      order: number,
      preference: number,
      flags: fc.constantFrom('s', 'S', 'a', ''),
      service: fc.constantFrom('SIP+D2U', 'SIP+D2T', 'SIPS+D2T', 'constructor'),
      regexp: fc.constantFrom('', '!'),
      replacement: name,
    }),
  );
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 60 }),
      fc.array(fc.constantFrom('192.0.2.1', '::1', 'rubbish', ''), { maxLength: 60 }),
      fc.boolean(),
      (records, addresses, secure) => {
        const isNaptr = (each: object): boolean => 'order' in each;
        const destination = { host: 'trunk.example', port: null, transport: null, secure };
        let { state, effects } = locate(destination, SETTINGS, at(0));
        const queue = [...effects];
        for (let asked = 0; queue.length > 0; asked++) {
          ok(asked < 100);
          const effect = queue.shift()!;
          if (effect.kind === 'located') {
            ok(effect.targets.length <= 32);
            ok(!secure || effect.targets.every(({ transport }) => transport === 'tls'));
            continue;
          }
          const { type } = effect.question;
          const said =
            type === 'NAPTR'
              ? records.filter(isNaptr)
              : type === 'SRV'
                ? records.filter((each) => !isNaptr(each))
                : addresses;
          const answer = { ...effect.question, records: said } as DnsAnswer;
          ({ state, effects } = stepLocator(state, { kind: 'answered', answer }, at(0)));
          queue.push(...effects);
        }
        equal(locatorWakesAt(state), null);
      },
    ),
    { numRuns: 500 },
  );
});
