import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller, DeskEvent } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';
import { answer, negotiate, offer, type LegId, type UserAgentEffect } from '@pledgeline/sip';
import { Registry } from 'prom-client';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { openLog } from '../../src/adapters/log/log.ts';
import { linkInMemory } from '../../src/keeper/link.ts';
import { LoadWatch } from '../../src/telephony/load-watch.ts';
import { startTelephony, type Telephony, type TelephonyDeps } from '../../src/telephony/telephony.ts';
import { openTrace } from '../../src/trace/open.ts';
import { UserAgentShell } from '../../src/telephony/user-agent-shell.ts';
import { Trunks } from '../../src/trunks/trunks.ts';
import { testDatabase } from './database.ts';
import { trunkDeps } from '../trunks/trunk.ts';
import { BarBook } from '../../src/hoaxes/bar-book.ts';
import { OutsideBook } from '../../src/outside/book.ts';
import { PhoneRegistrar } from '../../src/phones/registrar.ts';
import { StillSound } from './sound.ts';

export const AGENT = 'seating-1' as AgentId;
const HERE = '127.0.0.1';

interface Ground {
  readonly tls?: TelephonyDeps['sip']['tls'];
  /** Name servers for desk phones; without them no name is known. */
  readonly ask?: TelephonyDeps['ask'];
  readonly publicPlace?: TelephonyDeps['publicPlace'];
  /** What else the database is to hold before anything starts. */
  readonly prepare?: (db: TelephonyDeps['db'], url: string) => Promise<unknown>;
  readonly callsMax?: number;
}

const NOTHING = async (): Promise<void> => undefined;

/** A telephone side with a real SIP port, a real database and a log on disk; only the packets of sound are left out. */
export async function telephonyToTry(
  lookUp: (number: string) => Promise<Caller> = unknownCaller,
  seated: TelephonyDeps['seated'] = [{ agent: AGENT, phone: '' }],
  { tls = null, publicPlace = null, prepare = NOTHING, ask: resolve, callsMax = 400 }: Ground = {},
) {
  const { db, url, end } = await testDatabase();
  const media = new StillSound();
  const { events, totals, live } = screens();
  await furnish(db);
  const { rehearsing, ...plain } = plainParts();
  const { folder, keys, registry, log, clock } = plain;
  let trace = openTrace();
  const { ask, ...trunkSide } = trunkDeps();
  const trunks = await Trunks.open({ db, log, ask, ...trunkSide });
  const load = new LoadWatch({ callsMax, clock, registry, log, askSound: async () => null });
  const given = { ...plain, folder, db, media, lookUp, publicPlace, trace, seated };
  const deps = {
    ...given,
    load,
    ask: resolve ?? ask,
    trunks: trunks.book,
    carriers: trunks.carriers,
    sip: { addresses: [HERE], port: 0, tls },
    live,
  };
  await prepare(db, url);
  const books = await openBooks({ ...given, folder: join(folder, 'bars'), now: clock });
  const openRegistrar = () => PhoneRegistrar.open(deps);
  let registrar = await openRegistrar();
  let telephony = await startTelephony({ ...deps, ...books, registrar });
  const parts = { db, folder, keys, media, load, events, totals, registry, trunks, rehearsing, ...books };
  return {
    ...parts,
    telephony: (): Telephony => telephony,
    registrar: (): PhoneRegistrar => registrar,
    trace: () => trace,
    /** As after SIGKILL: nothing is said to anybody, and another one starts on the same port. */
    async killAndStart(meanwhile = (): void => undefined) {
      const port = telephony.sipPort;
      await telephony.abandon();
      registrar.abandon();
      registry.clear();
      meanwhile();
      registrar = await openRegistrar();
      trace = openTrace();
      telephony = await startTelephony({ ...deps, ...books, registrar, trace, sip: { ...deps.sip, port } });
    },
    async stop() {
      trunks.stop();
      load.stop();
      for (const book of Object.values(books)) book.stop();
      await telephony.stop();
      await registrar.stop();
      rmSync(folder, { recursive: true });
      await end();
    },
  };
}

/** What they were told. */
function screens() {
  const events: DeskEvent[] = [];
  const totals = { changed: 0 };
  const live: TelephonyDeps['live'] = {
    toDesk: (_, event) => void events.push(event),
    // As the hub does: what was said is kept for nobody any more.
    dropPast: () => void events.splice(0),
    totalsChanged: () => void (totals.changed += 1),
  };
  return { events, totals, live };
}

const openBooks = async (deps: Parameters<typeof BarBook.open>[0]) => ({
  outside: await OutsideBook.open(deps),
  bars: await BarBook.open(deps),
});

function plainParts() {
  const rehearsing = { isOn: false };
  return {
    folder: mkdtempSync(join(tmpdir(), 'telephony-')),
    keys: linkInMemory().keys,
    registry: new Registry(),
    log: openLog({ level: 'silent' }),
    clock: steadyClock(),
    watch: () => undefined,
    rehearsing,
    isRehearsing: () => rehearsing.isOn,
  };
}

/** A campaign with a line, and a trunk that is this machine. */
async function furnish(db: TelephonyDeps['db']): Promise<void> {
  await db.insertInto('campaigns').values(CAMPAIGN).execute();
  await db.insertInto('lines').values({ id: 'l', campaign_id: 'c', number: '110', language: 'fr' }).execute();
  await db
    .insertInto('trunks')
    .values({ id: 't', name: 'T', addresses: [HERE], calls_max: 3, trial: false })
    .execute();
}

const unknownCaller = (phone: string): Promise<Caller> => Promise.resolve({ kind: 'unknown', phone });

const CAMPAIGN = {
  id: 'c',
  name: 'C',
  charity: 'C',
  time_zone: 'Europe/Paris',
  currency: 'EUR',
  amounts_cents: [1000],
  script: '{}',
  information: '{}',
  trial: false,
  open: true,
};

/** A carrier's side of a call, over real UDP. */
export async function carrier(sipPort: number, from = HERE) {
  const waiting = new Map<string, (effect: UserAgentEffect) => void>();
  const seen: UserAgentEffect[] = [];
  const shell = new UserAgentShell({
    clock: steadyClock(),
    admits: () => true,
    perform(effect) {
      seen.push(effect);
      waiting.get(effect.kind)?.(effect);
    },
    dropped: () => undefined,
    fault(error) {
      throw error;
    },
  });
  const { port } = await shell.open({ addresses: [from], port: 0, tls: null });
  const flow = {
    transport: 'udp' as const,
    local: { address: from, port },
    remote: { address: HERE, port: sipPort },
    id: 'udp',
  };
  const sdp = offer({ local: { address: HERE, port: 41_000 }, sessionId: '1' });
  return {
    seen,
    invite: (leg: string, dialed = '110', number = '0261910001') =>
      shell.feed({
        kind: 'call',
        leg: leg as LegId,
        flow,
        sdp,
        target: `sip:${dialed}@${HERE}:${sipPort}`,
        from: `sip:${number}@${HERE}`,
      }),
    /** The sound is wanted at another port. */
    moveSound: (leg: string, toPort: number) =>
      shell.feed({
        kind: 'modify',
        leg: leg as LegId,
        sdp: offer({ local: { address: HERE, port: toPort }, sessionId: '1' }),
      }),
    hangUp: (leg: string) => shell.feed({ kind: 'hang-up', leg: leg as LegId }),
    /** The first effect of that kind, also where it has come already. */
    async hears<Kind extends UserAgentEffect['kind']>(kind: Kind) {
      const come = seen.find((effect) => effect.kind === kind);
      const effect = come ?? (await new Promise<UserAgentEffect>((hear) => waiting.set(kind, hear)));
      return effect as Extract<UserAgentEffect, { kind: Kind }>;
    },
    close: () => shell.close(),
  };
}

export const PHONE_HOST = '127.0.0.2';

/** A desk phone at an address of its own, over real UDP: what it does with a call is what the test says. */
export async function deskPhone(takes: 'answers' | 'refuses' | 'rings') {
  const seen: UserAgentEffect[] = [];
  let last: LegId | null = null;
  const shell: UserAgentShell = new UserAgentShell({
    clock: steadyClock(),
    admits: () => true,
    perform(effect) {
      seen.push(effect);
      if (effect.kind !== 'invited') return;
      last = effect.leg;
      if (takes === 'rings') shell.feed({ kind: 'ring', leg: last });
      else if (takes === 'refuses') shell.feed({ kind: 'refuse', leg: last, status: 486 });
      else shell.feed({ kind: 'answer', leg: last, sdp: soundOf(effect.sdp) });
    },
    dropped: () => undefined,
    fault(error) {
      throw error;
    },
  });
  const { port } = await shell.open({ addresses: [PHONE_HOST], port: 0, tls: null });
  return {
    uri: `sip:agent17@${PHONE_HOST}:${port}`,
    seen: (kind: UserAgentEffect['kind']): number => seen.filter((effect) => effect.kind === kind).length,
    /** What it was offered last. */
    offered: (): string => seen.findLast((effect) => effect.kind === 'invited')?.sdp ?? '',
    hangUp: () => last !== null && shell.feed({ kind: 'hang-up', leg: last }),
    close: () => shell.close(),
  };
}

export function soundOf(offered: string | null): string {
  const negotiated = negotiate(offered ?? '');
  if (!negotiated.ok) throw new Error('the line offers no sound');
  const local = { address: PHONE_HOST, port: 42_000 };
  return answer({ negotiated: negotiated.value, local, sessionId: '1', version: 1 });
}
