import type { CallId } from '@pledgeline/core';
import type { SoundAddress } from '@pledgeline/media';
import type { DialogSnapshot, Negotiated } from '@pledgeline/sip';
import type { FloorLog, LoggedLeg, LogRecord } from '../adapters/floor-log/floor-log.ts';

/** In the sound (RFC 4733), or by INFO. */
export type KeyWay = 'sound' | 'info';

/** What the server must know of a caller's leg beside the exchange and the dialog. */
export interface Leg extends LoggedLeg {
  /** What was agreed on; null: nothing yet, or the leg was taken up after a restart and its dialog is lost. */
  negotiated: Negotiated | null;
  /** Where an INVITE without an offer came from: ours is the offer. Null: it had one. */
  readonly lateFrom: string | null;
  /** Where our end of the sound is; null: not open yet, or not known since a restart. */
  local: SoundAddress | null;
  /** With what the carrier was told our description, if at all: another one must be said to it. */
  said: 'nothing' | 'progress' | 'answer';
  /** Our description changed before the answer, and may not have reached the carrier. */
  isOwed: boolean;
  /** How the carrier tells keys; null: it has told none. */
  keysBy: KeyWay | null;
  /** Our answer or our offer, once the sound is there. */
  description: string | null;
}

/** What an INVITE says of the sound. */
type Offered = { readonly negotiated: Negotiated } | { readonly lateFrom: string };
const UNOFFERED = {
  negotiated: null,
  lateFrom: null,
  local: null,
  description: null,
  isOwed: false,
  keysBy: null,
} as const;

/** The callers' legs by call; how many a trunk holds is asked at each INVITE and must not be counted anew. */
export class Legs {
  readonly #legs = new Map<CallId, Leg>();
  readonly #byTrunk = new Map<string, number>();
  /** Calls without a leg: their callers are to be called back. */
  readonly #vacant = new Set<CallId>();
  readonly #log: FloorLog;

  constructor(log: FloorLog) {
    this.#log = log;
  }

  open(call: CallId, leg: LoggedLeg, sound: Offered): void {
    this.#put(call, { ...leg, ...UNOFFERED, ...sound, said: 'nothing' });
    this.#log.append({ kind: 'leg', call, leg });
  }

  /** Takes up what the log holds of calls that are still on. */
  restore(
    records: readonly LogRecord[],
    live: (call: CallId) => boolean,
    dialogOf: (call: CallId) => DialogSnapshot | undefined,
  ): void {
    for (const record of records) {
      const call = 'call' in record ? (record.call as CallId) : null;
      if (record.kind !== 'leg' || call === null || !live(call)) continue;
      const negotiated = dialogOf(call)?.media ?? null;
      this.#put(call, { ...record.leg, ...UNOFFERED, negotiated, said: 'answer' });
    }
  }

  get(call: CallId): Leg | undefined {
    return this.#legs.get(call);
  }

  has(call: CallId): boolean {
    return this.#legs.has(call);
  }

  get size(): number {
    return this.#legs.size - this.#vacant.size;
  }

  onTrunk(trunk: string): number {
    return this.#byTrunk.get(trunk) ?? 0;
  }

  callsOn(trunk: string): readonly CallId[] {
    return [...this.#legs].flatMap(([call, leg]) =>
      leg.trunk === trunk && !this.#vacant.has(call) ? [call] : [],
    );
  }

  close(call: CallId): void {
    const leg = this.#legs.get(call);
    if (leg === undefined) return;
    this.vacate(call);
    this.#vacant.delete(call);
    this.#legs.delete(call);
  }

  /** [TEL-140] The call may go on, as its caller is to be called back: it takes no place of the trunk any more. */
  vacate(call: CallId): void {
    const leg = this.#legs.get(call);
    if (leg === undefined || this.#vacant.has(call)) return;
    this.#vacant.add(call);
    this.#byTrunk.set(leg.trunk, this.onTrunk(leg.trunk) - 1);
  }

  isVacant(call: CallId): boolean {
    return this.#vacant.has(call);
  }

  /** What a compacted log must hold. */
  records(): LogRecord[] {
    return [...this.#legs].map(([call, { trunk, lineNumber, trial, withheld }]) => ({
      kind: 'leg',
      call,
      leg: { trunk, lineNumber, trial, withheld },
    }));
  }

  #put(call: CallId, leg: Leg): void {
    this.close(call);
    this.#legs.set(call, leg);
    this.#byTrunk.set(leg.trunk, this.onTrunk(leg.trunk) + 1);
  }
}
