import { snapshot, type Exchange, type ExchangeEffect, type ExchangeInput } from '@pledgeline/calls';
import type { Caller } from '@pledgeline/contract';
import type { AgentId, CallId } from '@pledgeline/core';
import type { Media } from '@pledgeline/media';
import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { Clock } from '../adapters/clock/clock.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { AskDns } from '../adapters/dns/dns.ts';
import type { LogRecord } from '../adapters/floor-log/floor-log.ts';
import type { Log } from '../adapters/log/log.ts';
import type { KeyedCertificate } from '../adapters/tls/local-authority.ts';
import type { Desks } from '../distribution/desks.ts';
import type { FloorSightOfCalls } from '../distribution/figures/book.ts';
import type { CallKeys } from '../keeper/link.ts';
import type { Live } from '../live/hub.ts';
import type { Trace } from '../trace/trace.ts';
import type { TrunkBook } from '../trunks/book.ts';
import type { BarBook } from '../hoaxes/bar-book.ts';
import type { OutsideBook } from '../outside/book.ts';
import type { OutsideCalls } from '../outside/outside-calls.ts';
import type { PhoneRegistrar } from '../phones/registrar.ts';
import type { Carriers } from '../trunks/carriers.ts';
import { floorHashFigure } from './floor-hash.ts';
import { heldFigures } from './held-figures.ts';
import { callOf, phoneLegOf } from './leg-names.ts';
import { LineBook, lineRung } from './lines.ts';
import { bothWays, endUnwanted } from './outside-side.ts';
import { dialogName } from './recovery.ts';
import type { LoadWatch } from './load-watch.ts';
import type { PublicPlace } from './public-place.ts';
import { linkPledge } from './records.ts';
import { loadRules } from './rules.ts';
import { came, left, type Sitting } from './take-up.ts';
import { assemble, sightOf, type Assembly } from './assembly.ts';
import { agree, agreeLater, goOn, takeUp } from './recollect.ts';

export interface TelephonyDeps {
  /** Addresses of this machine at which carriers reach us; UDP and TCP on one port, TLS on another if at all. */
  readonly sip: {
    readonly addresses: readonly string[];
    readonly port: number;
    readonly tls: { readonly port: number; readonly certificate: () => KeyedCertificate } | null;
  };
  /** Where the log of the floor lies. */
  readonly folder: string;
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  readonly media: Media;
  readonly keys: CallKeys;
  readonly live: Pick<Live, 'toDesk' | 'dropPast' | 'totalsChanged'>;
  readonly lookUp: (number: string) => Promise<Caller>;
  /** Who holds a seat now, as the database has it. */
  readonly seated: readonly Sitting[];
  readonly trunks: TrunkBook;
  readonly carriers: Carriers;
  readonly registrar: PhoneRegistrar;
  /** Name servers, for desk phones that have a name. */
  readonly ask: AskDns;
  readonly load: Pick<LoadWatch, 'weigh' | 'watchDoor'>;
  /** Calls of our own are rehearsing the evening: they are taken outside its hours. */
  readonly isRehearsing: () => boolean;
  /** Null: everybody finds us where we are. */
  readonly publicPlace: PublicPlace | null;
  readonly outside: OutsideBook;
  readonly bars: BarBook;
  /** Null: nothing is traced. */
  readonly trace: Trace | null;
  /** Is told each order of the exchange before it is carried out, with what is known of its call at that moment. */
  readonly watch: (effect: ExchangeEffect, sight: FloorSightOfCalls) => void;
}

/** Sound sessions live this long without us: time enough to be killed and to come back. */
const LEASE_MS = 60_000;
const RENEW_MS = 10_000;
/** A registrar that does not answer keeps nobody who has pressed Ctrl-C waiting. */
const LEAVE_MS = 2_000;
/** The log is written anew from the state when it has grown by so many records. */
const LOG_RECORDS_MAX = 20_000;

export interface Telephony {
  readonly sipPort: number;
  /** SIP over TLS; null: closed. */
  readonly sipsPort: number | null;
  readonly exchange: () => Exchange;
  readonly desks: Desks;
  readonly outside: OutsideCalls;
  /** The number that a live call has dialed. */
  readonly lineNumberOf: (call: CallId) => string;
  readonly sight: () => FloorSightOfCalls;
  /** [CHA-2] A pledge was saved in this call. */
  pledged(call: CallId, pledge: string): Promise<void>;
  /** Under which what was typed in this call was kept in a browser; null: nobody can read it any more. */
  draftKey(call: CallId, agent: AgentId): string | null;
  /** What stands for the number of a live call; null: nothing does. */
  readonly markOf: (call: CallId) => string | null;
  /** Whether it is a call that never counts; null: it is not among those that are on or are still to be recorded. */
  readonly isTrial: (call: CallId) => boolean | null;
  feed(input: ExchangeInput): void;
  /** Somebody sits down, or what carries the voice there has changed. */
  seat(sitting: Sitting): void;
  unseat(agent: AgentId): void;
  /** How the floor is to behave has changed in the database. */
  takeUpRules(): Promise<void>;
  /** When the lines are open has changed in the database. */
  takeUpHours(): Promise<void>;
  /** Ends every call in order: carriers get their BYE, records are written. */
  stop(): Promise<void>;
  /** Lets go of port and file and says nothing to anybody, as a crash does. */
  abandon(): Promise<void>;
}

/** Takes up what an earlier life of the server left, then opens the SIP port. */
export async function startTelephony(deps: TelephonyDeps): Promise<Telephony> {
  const rules = await loadRules(deps.db);
  const lines = await LineBook.open(deps.db, deps.clock);
  const line = assemble(deps, rules, lineRung(lines.of, deps.isRehearsing));
  heldFigures(deps.registry, { ...line, media: deps.media, db: deps.db });
  floorHashFigure(deps.registry, () => line.exchange.state);
  deps.trunks.watch(bothWays(line));
  // The screens that are made again say who sits where.
  for (const sitting of deps.seated) line.names.sit(sitting.agent, sitting);
  const { takenUp, over } = await takeUp(deps, line);
  // What the log brings back may be of a time before the campaign was changed.
  line.exchange.feed({ kind: 'rules-set', rules });
  for (const sitting of deps.seated) line.phones.sit(sitting);
  for (const input of came(deps.seated)) line.exchange.feed(input);
  const agreed = await agree(deps, line, takenUp);
  for (const input of left(line.exchange.state, deps.seated)) line.exchange.feed(input);
  goOn(line);
  await line.keypad.takeUp();
  deps.media.listen((event) => line.switchboard.soundTold(event));
  const sockets = await line.userAgent.open(deps.sip);
  deps.load.watchDoor(() => sockets.knock());
  for (const leg of over) line.userAgent.feed({ kind: 'hang-up', leg });
  endUnwanted(line);
  deps.registrar.connect({
    toUserAgent: (input) => line.userAgent.feed(input),
    moved: (user) => line.phones.moved(user),
  });
  line.phones.open();
  // Dialogs that were taken up have moments of their own, some of which may have come while nobody was there.
  line.userAgent.feed({ kind: 'clock' });
  deps.carriers.connect(line.userAgent);
  compact(line);
  const ended = new AbortController();
  if (!agreed) void agreeLater(deps, line, takenUp, ended.signal);
  const renewal = setInterval(() => tend(deps, line), RENEW_MS);
  const abandon = async (): Promise<void> => {
    ended.abort();
    clearInterval(renewal);
    deps.carriers.connect(null);
    deps.registrar.connect(null);
    line.phones.stop();
    line.exchange.stop();
    line.outside.stop();
    line.keypad.stop();
    await line.userAgent.close();
    line.floorLog.close();
  };
  return { sipPort: sockets.port, sipsPort: sockets.tlsPort, ...face(deps, line, { lines, abandon }) };
}

/** What the rest of the server asks of it. */
function face(
  deps: TelephonyDeps,
  line: Assembly,
  { lines, abandon }: { readonly lines: LineBook; readonly abandon: () => Promise<void> },
): Omit<Telephony, 'sipPort' | 'sipsPort'> {
  return {
    exchange: () => line.exchange.state,
    desks: line.desks,
    outside: line.outside,
    lineNumberOf: (call) => line.legs.get(call)?.lineNumber ?? '',
    sight: () => sightOf(line),
    draftKey: (call, agent) => line.drafts.again(call, agent),
    async pledged(call, pledge) {
      if (!line.callers.pledged(call, pledge)) await linkPledge(deps.db, pledge, call);
    },
    markOf: (call) => line.callers.markOf(call),
    isTrial: (call) =>
      line.legs.get(call)?.trial ??
      line.records.unwritten.find((ended) => ended.call === call)?.trial ??
      null,
    feed: (input) => line.exchange.feed(input),
    seat(sitting) {
      const atPhone = line.phones.sit(sitting);
      line.names.sit(sitting.agent, sitting);
      for (const input of came([sitting])) line.exchange.feed(input);
      if (atPhone) line.phones.open();
    },
    async takeUpRules() {
      await lines.reload();
      line.exchange.feed({ kind: 'rules-set', rules: await loadRules(deps.db) });
    },
    takeUpHours: () => lines.reload(),
    unseat(agent) {
      line.exchange.feed({ kind: 'agent-left', agent });
      line.phones.leave(agent);
      line.names.leave(agent);
    },
    async stop() {
      line.exchange.feed({ kind: 'shut-down' });
      await deps.carriers.leave(LEAVE_MS);
      // Who called in between.
      line.exchange.feed({ kind: 'shut-down' });
      await line.records.flush();
      await line.charity.flush();
      await line.keypad.flush();
      compact(line);
      await abandon();
    },
    abandon,
  };
}

/** What is done now and then: sound leases renewed, records tried again, a log that has grown or has a gap written anew, a new certificate shown. */
function tend(deps: TelephonyDeps, line: Assembly): void {
  deps.media
    .renew(LEASE_MS)
    .catch((error: unknown) => deps.log.error({ err: error }, 'sound leases were not renewed'));
  line.records.retry();
  line.charity.retry();
  line.phones.open();
  line.userAgent.renew();
  if (line.charity.takeCounted() || line.floorLog.hasGap || line.floorLog.length > LOG_RECORDS_MAX)
    compact(line);
}

function compact(line: Assembly): void {
  const { floorLog, exchange, callers, legs, outside, userAgent } = line;
  const dialogs = userAgent.dialogs().flatMap((dialog): LogRecord[] => {
    const call = callOf(dialog.leg);
    const sealed = callers.seal(call, dialog, dialogName(call, dialog.leg));
    const leg = phoneLegOf(dialog.leg);
    return sealed === null ? [] : [{ kind: 'dialog', call, ...(leg === null ? {} : { leg }), sealed }];
  });
  const state: LogRecord = {
    kind: 'snapshot',
    at: line.floorClock.now(),
    exchange: snapshot(exchange.state),
  };
  floorLog.compact([state, ...legs.records(), ...callers.records(), ...outside.records(), ...dialogs]);
}
