import { after, seeded, stay, unreachable, type Instant, type Step } from '@pledgeline/core';
import { isLiteral } from '../grammar/host.ts';
import { LIMITS } from '../limits.ts';
import type { TransportName } from '../transport/flow.ts';
import { byOrder, byPriority } from './order.ts';
import type {
  Destination,
  DnsAnswer,
  LocateEffect,
  LocateInput,
  LocateSettings,
  Question,
  SrvRecord,
  Target,
} from './types.ts';

/** RFC 3263 §4, for one request. Never changed in place. */
export interface LocatorState {
  readonly destination: Destination;
  readonly settings: LocateSettings;
  readonly stage: Stage;
}
type Stage =
  /** How does the domain want to be asked? */
  | { readonly kind: 'ways'; readonly timeoutAt: Instant }
  /** Which hosts serve it? */
  | { readonly kind: 'services'; readonly services: readonly Service[]; readonly timeoutAt: Instant }
  /** Where are they? */
  | {
      readonly kind: 'hosts';
      readonly hosts: readonly Host[];
      readonly found: readonly DnsAnswer[];
      readonly asked: readonly Question[];
      readonly timeoutAt: Instant;
    }
  | { readonly kind: 'done' };

interface Service {
  readonly transport: TransportName;
  readonly name: string;
  /** null: not answered yet. */
  readonly records: readonly SrvRecord[] | null;
}
interface Host {
  readonly transport: TransportName;
  readonly name: string;
  readonly port: number;
}
type Next = Step<LocatorState, LocateEffect>;

/** Begins: what need not be asked is located at once. */
export function locate(destination: Destination, settings: LocateSettings, now: Instant): Next {
  const state: LocatorState = { destination, settings, stage: { kind: 'done' } };
  const { host, port, transport, secure } = destination;
  const spoken = spokenBy(state);
  // [LOC-1] §4.1: where transport, port or address are given nothing is asked about the transport.
  const plain: TransportName = secure ? 'tls' : 'udp';
  const given =
    transport ?? (isLiteral(host) || port !== null ? (spoken.includes(plain) ? plain : spoken[0]) : null);
  if (spoken.length === 0 || given === undefined) return located(state, []);
  if (given !== null && !spoken.includes(given)) return located(state, []);
  if (isLiteral(host)) {
    const targets = [{ transport: given!, address: host, port: port ?? defaultPort(given!), host }];
    return located(state, targets);
  }
  if (port !== null) return findHosts(state, [{ transport: given!, name: host, port }], now);
  if (given !== null) return findServices(state, [serviceOf(given, host)], now);
  const stage: Stage = { kind: 'ways', timeoutAt: after(now, settings.timeoutMs) };
  return { state: { ...state, stage }, effects: [lookup({ type: 'NAPTR', name: host })] };
}

export function stepLocator(state: LocatorState, input: LocateInput, now: Instant): Next {
  const { stage } = state;
  if (stage.kind === 'done') return stay(state);
  if (input.kind === 'answered') return answered(state, stage, input.answer, now);
  if (stage.timeoutAt > now) return stay(state);
  switch (stage.kind) {
    case 'ways':
      return findServices(state, ownServices(state), now);
    case 'services':
      return servicesKnown(state, stage.services, now);
    case 'hosts':
      return hostsKnown(state, stage);
    default:
      return unreachable(stage);
  }
}

export const locatorWakesAt = ({ stage }: LocatorState): Instant | null =>
  stage.kind === 'done' ? null : stage.timeoutAt;

function answered(
  state: LocatorState,
  stage: Exclude<Stage, { readonly kind: 'done' }>,
  answer: DnsAnswer,
  now: Instant,
): Next {
  switch (stage.kind) {
    case 'ways':
      return answer.type === 'NAPTR' && answer.name === state.destination.host
        ? findServices(state, servicesIn(state, answer), now)
        : stay(state);
    case 'services':
      return answer.type === 'SRV' ? serviceAnswered(state, stage, answer, now) : stay(state);
    case 'hosts':
      return hostAnswered(state, stage, answer);
    default:
      return unreachable(stage);
  }
}

/** What we speak and the destination allows. */
const spokenBy = ({ settings, destination }: LocatorState): readonly TransportName[] =>
  settings.transports.filter((each) => !destination.secure || each === 'tls');

const defaultPort = (transport: TransportName): number => (transport === 'tls' ? 5_061 : 5_060);

const LABELS: Readonly<Record<TransportName, string>> = {
  udp: '_sip._udp',
  tcp: '_sip._tcp',
  tls: '_sips._tcp',
};
const serviceOf = (transport: TransportName, host: string): Service => ({
  transport,
  name: `${LABELS[transport]}.${host}`,
  records: null,
});

const ownServices = (state: LocatorState): readonly Service[] =>
  spokenBy(state).map((transport) => serviceOf(transport, state.destination.host));

const WAYS: Readonly<Record<string, TransportName>> = {
  'SIP+D2U': 'udp',
  'SIP+D2T': 'tcp',
  'SIPS+D2T': 'tls',
};

/** [LOC-2] §4.1: the domain's order of what we speak; where it says nothing of that, our own. */
function servicesIn(state: LocatorState, answer: DnsAnswer & { readonly type: 'NAPTR' }): readonly Service[] {
  const spoken = spokenBy(state);
  const services = byOrder(answer.records).flatMap(({ service, replacement: name }): readonly Service[] => {
    const transport = Object.hasOwn(WAYS, service.toUpperCase()) ? WAYS[service.toUpperCase()] : undefined;
    return transport !== undefined && spoken.includes(transport) ? [{ transport, name, records: null }] : [];
  });
  return services.length === 0 ? ownServices(state) : services.slice(0, LIMITS.locateServicesMax);
}

function findServices(state: LocatorState, services: readonly Service[], now: Instant): Next {
  const stage: Stage = { kind: 'services', services, timeoutAt: after(now, state.settings.timeoutMs) };
  const names = [...new Set(services.map(({ name }) => name))];
  return { state: { ...state, stage }, effects: names.map((name) => lookup({ type: 'SRV', name })) };
}

function serviceAnswered(
  state: LocatorState,
  stage: Stage & { readonly kind: 'services' },
  { name, records }: DnsAnswer & { readonly type: 'SRV' },
  now: Instant,
): Next {
  const services = stage.services.map((each) =>
    each.name === name && each.records === null
      ? { ...each, records: records.slice(0, LIMITS.locateHostsMax) }
      : each,
  );
  return services.every((each) => each.records !== null)
    ? servicesKnown(state, services, now)
    : stay({ ...state, stage: { ...stage, services } });
}

/** [LOC-3] §4.2: without any SRV record the host itself is asked, at the port that goes with the transport. */
function servicesKnown(state: LocatorState, services: readonly Service[], now: Instant): Next {
  const random = seeded(state.settings.seed);
  const hosts = services.flatMap(({ transport, records }) =>
    byPriority((records ?? []).filter(isServed), random).map(({ name, port }) => ({ transport, name, port })),
  );
  if (hosts.length > 0) return findHosts(state, hosts.slice(0, LIMITS.locateHostsMax), now);
  // RFC 2782: a target of `.` says that there is no such service here.
  if (services.some(({ records }) => (records ?? []).length > 0)) return located(state, []);
  const { host, secure, transport } = state.destination;
  const spoken = spokenBy(state);
  const plain: TransportName = secure ? 'tls' : 'udp';
  const chosen = transport ?? (spoken.includes(plain) ? plain : spoken[0]!);
  return findHosts(state, [{ transport: chosen, name: host, port: defaultPort(chosen) }], now);
}
const isServed = ({ name, port }: SrvRecord): boolean =>
  name !== '.' && name !== '' && port > 0 && port < 65_536;

function findHosts(state: LocatorState, hosts: readonly Host[], now: Instant): Next {
  const { families, timeoutMs } = state.settings;
  const names = [...new Set(hosts.map(({ name }) => name))].filter((name) => !isLiteral(name));
  const asked = names.flatMap((name) => families.map((type) => ({ type, name })));
  const stage = { kind: 'hosts', hosts, found: [], asked, timeoutAt: after(now, timeoutMs) } as const;
  if (asked.length === 0) return hostsKnown(state, stage);
  return { state: { ...state, stage }, effects: asked.map(lookup) };
}

function hostAnswered(
  state: LocatorState,
  stage: Stage & { readonly kind: 'hosts' },
  answer: DnsAnswer,
): Next {
  const isOpen = (question: Question): boolean =>
    question.type === answer.type && question.name === answer.name;
  if (!stage.asked.some(isOpen)) return stay(state);
  const asked = stage.asked.filter((question) => !isOpen(question));
  const next = { ...stage, asked, found: [...stage.found, answer] };
  return asked.length === 0 ? hostsKnown(state, next) : stay({ ...state, stage: next });
}

/** [LOC-4] Host by host in their order, and of each the addresses in ours. */
function hostsKnown(state: LocatorState, { hosts, found }: Stage & { readonly kind: 'hosts' }): Next {
  const addressesOf = (name: string): readonly string[] =>
    isLiteral(name)
      ? [name]
      : state.settings.families.flatMap((family) =>
          found.flatMap((answer) =>
            answer.type === family && answer.name === name ? answer.records.filter(isLiteral) : [],
          ),
        );
  const targets = hosts.flatMap(({ transport, name, port }) =>
    addressesOf(name).map((address) => ({ transport, address, port, host: state.destination.host })),
  );
  return located(state, targets);
}

function located(state: LocatorState, targets: readonly Target[]): Next {
  const distinct = new Map(targets.map((each) => [targetKey(each), each]));
  const few = [...distinct.values()].slice(0, LIMITS.locateTargetsMax);
  return { state: { ...state, stage: { kind: 'done' } }, effects: [{ kind: 'located', targets: few }] };
}

export const targetKey = ({ transport, address, port }: Target): string => `${transport} ${address} ${port}`;

const lookup = (question: Question): LocateEffect => ({ kind: 'lookup', question });
