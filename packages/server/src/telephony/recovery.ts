import {
  emptyExchange,
  restore,
  step,
  type Exchange,
  type ExchangeInput,
  type ExchangeRules,
} from '@pledgeline/calls';
import type { DialogSnapshot, LegId } from '@pledgeline/sip';
import type { LogRecord } from '../adapters/floor-log/floor-log.ts';
import type { CharityCall } from './charity-count.ts';
import type { EndedCall } from './records.ts';
import { unseal, type CallKey } from './seal.ts';

export interface Recovered {
  readonly exchange: Exchange;
  /** Calls that ended in what was replayed: their records may not have reached the database. */
  readonly ended: readonly EndedCall[];
  /** The same of those that were handed to the charity. */
  readonly withCharity: readonly CharityCall[];
}

/** The floor as it was when the last record was written. What it ordered then was done then: orders are not given again. */
export function recoverExchange(records: readonly LogRecord[], rules: ExchangeRules): Recovered {
  const legs = new Map(
    records.flatMap((record) => (record.kind === 'leg' ? [[record.call, record.leg]] : [])),
  );
  const ended: EndedCall[] = [];
  const withCharity: CharityCall[] = [];
  let exchange = emptyExchange(rules);
  for (const record of records) {
    if (record.kind === 'snapshot') exchange = fromSnapshot(record.exchange, rules);
    if (record.kind !== 'input') continue;
    for (const effect of replayed(exchange, record)) {
      if (effect.kind !== 'call-ended' && effect.kind !== 'charity-call-ended') continue;
      const { withheld = false, trial = false } = legs.get(effect.call) ?? {};
      if (effect.kind === 'charity-call-ended') {
        withCharity.push({ handing: effect.handing, line: effect.line, trial });
        continue;
      }
      ended.push({ call: effect.call, record: effect.record, withheld, trial, pledges: [] });
    }
  }
  return { exchange, ended, withCharity };
}

/** A snapshot that this version cannot read is an evening that is over: the floor starts empty. */
function fromSnapshot(text: unknown, rules: ExchangeRules): Exchange {
  const restored = typeof text === 'string' ? restore(text) : null;
  return restored?.ok ? restored.value : emptyExchange(rules);
}

/** An input that broke the machine then breaks it again now: it is passed over, as it was then. */
function replayed(exchange: Exchange, record: Extract<LogRecord, { kind: 'input' }>) {
  try {
    return step(exchange, record.input as ExchangeInput, record.at).effects;
  } catch {
    return [];
  }
}

/** A seal is bound to what it is of. */
export const dialogName = (call: string, leg: string): string => (leg === call ? 'dialog' : `dialog ${leg}`);
const sealedFor = (call: string, leg: string): string => `${call} ${dialogName(call, leg)}`;

/** The dialogs of the calls that are still on: newest record of each, where its key is still to be had. */
export function recoverDialogs(
  records: readonly LogRecord[],
  keys: ReadonlyMap<string, CallKey>,
): ReadonlyMap<LegId, DialogSnapshot> {
  const last = new Map<LegId, Extract<LogRecord, { kind: 'dialog' }>[]>();
  for (const record of records) {
    if (record.kind !== 'dialog') continue;
    const leg = (record.leg ?? record.call) as LegId;
    // [CHA-3] Where a crash came while the key was changed, the newest may be under one that nobody has.
    last.set(leg, [record, ...(last.get(leg) ?? []).slice(0, 1)]);
  }
  const dialogs = new Map<LegId, DialogSnapshot>();
  for (const [leg, [newest, before]] of last) {
    const dialog = opened(newest, leg, keys) ?? (newest?.sealed === null ? null : opened(before, leg, keys));
    if (dialog !== null) dialogs.set(leg, dialog);
  }
  return dialogs;
}

function opened(
  record: Extract<LogRecord, { kind: 'dialog' }> | undefined,
  leg: string,
  keys: ReadonlyMap<string, CallKey>,
): DialogSnapshot | null {
  const key = record === undefined ? undefined : keys.get(record.call);
  if (record === undefined || record.sealed === null || key === undefined) return null;
  return unseal(record.sealed, key, sealedFor(record.call, leg)) as DialogSnapshot | null;
}
