import type { OutsideLegId } from '@pledgeline/calls';
import type { CallId, TrunkId } from '@pledgeline/core';
import type { OutsideEvent } from '../../src/outside/events.ts';
import type { OutsideTo } from '../../src/outside/destination.ts';
import { AGENT, carrier, telephonyToTry } from '../testing/telephony.ts';
import type { CalledCarrier } from './called.ts';

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

export const LISTENERS = '+33140000001';

type Line = Awaited<ReturnType<typeof telephonyToTry>>;
type Database = Line['db'];

interface Wish {
  readonly trunk?: object;
  readonly rules?: object;
  readonly from?: string;
  /** Whether the exchange goes on hearing what becomes of the calls, and not the test. */
  readonly whole?: boolean;
}

/** A conversation with a donor, on a line whose outside calls leave by these carriers, in their order. */
export async function talkingLine(carriers: readonly CalledCarrier[], wish: Wish = {}) {
  const line = await telephonyToTry(undefined, undefined, {
    prepare: (db) => outsideRows(db, carriers, wish),
  });
  await line.trunks.reload();
  await line.trunks.carriers.follow();
  const ways = (at: number) => line.trunks.carriers.of(`out${at}` as TrunkId)?.ways().length ?? 0;
  await until(() => carriers.every((_, at) => ways(at) > 0));
  const { caller, call } = await talking(line, wish.from);
  const told: OutsideEvent[] = [];
  const listen = (): void => {
    if (wish.whole !== true) line.telephony().outside.listen((event) => void told.push(event));
  };
  listen();
  return {
    line,
    caller,
    call,
    told,
    outside: () => line.telephony().outside,
    place: (leg = 'x', to: OutsideTo = { kind: 'listed', id: 'n' }) =>
      line.telephony().outside.place({ leg: legOf(leg), call, to }),
    hears: (kind: OutsideEvent['kind']) => until(() => told.some((event) => event.kind === kind)),
    because: () => told.flatMap((event) => ('because' in event ? [event.because] : [])),
    killAndStart: async () => {
      await line.killAndStart();
      listen();
    },
    end: async () => {
      await caller.close();
      await line.stop();
      for (const each of carriers) each.close();
    },
  };
}

async function outsideRows(db: Database, carriers: readonly CalledCarrier[], wish: Wish): Promise<void> {
  const entry = { campaign_id: 'c', transfer: true };
  await db
    .insertInto('outside_numbers')
    .values([
      { ...entry, id: 'n', name: 'Écoutants', number: LISTENERS },
      { ...entry, id: 'off', name: 'Retirés', number: '+33140000002', transfer: false },
      { ...entry, id: 'dear', name: 'Surtaxés', number: '+33899123456' },
    ])
    .execute();
  const rules = { callbacks: true, prefixes: [], calls_max: 2, per_hour_max: 10, minutes_max: 30 };
  await db
    .insertInto('outside_rules')
    .values({ campaign_id: 'c', ...rules, ...wish.rules })
    .execute();
  for (const [at, { address, port }] of carriers.entries()) {
    const names = { id: `out${at}`, name: `Out ${at}`, addresses: [address] };
    const row = {
      ...names,
      outbound_proxy: `${address}:${port}`,
      outgoing: true,
      calls_max: 5,
      trial: false,
    };
    await db
      .insertInto('trunks')
      .values({ ...row, ...wish.trunk })
      .execute();
  }
}

/** A donor has called, and the agent talks to him. */
async function talking(line: Line, from?: string) {
  const caller = await carrier(line.telephony().sipPort);
  line.media.tell({ kind: 'line-up', agent: AGENT });
  line.telephony().feed({ kind: 'agent-ready', agent: AGENT });
  caller.invite('a', '110', from);
  await until(() => line.events.some((event) => event.kind === 'offered'));
  const offered = line.events.find((event) => event.kind === 'offered');
  const call = (offered?.kind === 'offered' ? offered.call.id : '') as CallId;
  line.telephony().feed({ kind: 'picked-up', agent: AGENT, call });
  line.telephony().feed({ kind: 'form-shown', agent: AGENT, call });
  await caller.hears('answered');
  await until(() => line.telephony().exchange().calls.get(call)?.signal.kind === 'acknowledged');
  return { caller, call };
}

export const legOf = (leg: string): OutsideLegId => leg as OutsideLegId;
