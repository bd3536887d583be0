import {
  mayHandOver,
  type Exchange,
  type ExchangeInput,
  type HandOverFault,
  type Target,
} from '@pledgeline/calls';
import type { AgentId, CallId } from '@pledgeline/core';
import type { Kysely } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';
import type { SeatNames } from '../distribution/seat-names.ts';
import { loadLines, type Line } from './lines.ts';

/** A desk phone hands its call on (RFC 3515). */
export interface Refer {
  readonly agent: AgentId;
  readonly call: CallId;
  /** The Refer-To, without what else it asks for. */
  readonly to: string;
  /** It names a call of the phone's own that is to take this one's place (RFC 3891). */
  readonly attended: boolean;
  /** Told to the phone by NOTIFY, as a SIP status. */
  readonly outcome: (status: number) => void;
}

export interface ReferDeps {
  readonly db: Kysely<Tables>;
  readonly exchange: () => Exchange;
  readonly toExchange: (input: ExchangeInput) => void;
  readonly names: SeatNames;
  readonly log: Log;
}

/** What the phone shows: nobody of that number, busy, or not to be had now. */
const STATUS: Readonly<Record<HandOverFault, number>> = {
  NO_SUCH_CALL: 603,
  CONSULTING: 603,
  NO_SOUND: 480,
  NOT_FREE: 486,
  LINE_CLOSED: 480,
  NOT_CONSULTING: 603,
  TOO_MANY: 603,
};

/** Every REFER of a desk phone is answered, also where the database is away. */
export const referrals =
  (deps: ReferDeps) =>
  (refer: Refer): void => {
    handOn(deps, refer).catch((error: unknown) => {
      deps.log.error({ err: error }, 'a desk phone could not hand its call on');
      refer.outcome(500);
    });
  };

/** [TEL-126] We do it ourselves, as the key on the screen would: the phone's own call is ended by us. */
async function handOn(deps: ReferDeps, refer: Refer): Promise<void> {
  const { agent, call, attended, outcome } = refer;
  // No desk phone places calls here, so none has a consultation of its own to put in this one's place.
  if (attended) return outcome(603);
  const target = await targetOf(deps, refer);
  if (target === null) return outcome(404);
  const wish = { agent, call, to: target };
  const may = mayHandOver(deps.exchange(), wish);
  if (!may.ok) return outcome(STATUS[may.failure]);
  // §2.4.5: said while the phone's call stands; from here on the caller is not the phone's any more, whoever answers.
  outcome(200);
  deps.toExchange({ kind: 'hand-over', ...wish });
  const detail =
    target.kind === 'agent' ? { to: target.agent } : { line: target.kind === 'line' ? target.line : '' };
  await audit(deps.db, {
    actor: NOBODY,
    action: 'call.handed-over',
    subject: call,
    detail: { by: agent, phone: true, ...detail },
  });
}

/** A position of the own site, else of the only site that has somebody there; else a line. */
async function targetOf({ db, names }: ReferDeps, { agent, to }: Refer): Promise<Target | null> {
  const dialed = digitsOf(to);
  if (dialed === null) return null;
  const colleague = names.at(Number(dialed), agent);
  if (colleague !== null) return { kind: 'agent', agent: colleague };
  const line = (await loadLines(db, Date.now())).find(({ number }) => isNumberOf(number, dialed));
  return line === undefined ? null : asTarget(line);
}

const asTarget = ({ id, language, open }: Line): Target => ({ kind: 'line', line: id, language, open });

/** A position, or a line as its own number or in any form of it: at most 15 digits (E.164). */
const digitsOf = (uri: string): string | null =>
  /^(?:sips?|tel):\+?(\d{1,15})(?:[@;]|$)/i.exec(uri)?.[1] ?? null;

const isNumberOf = (number: string, dialed: string): boolean => number.replaceAll(/\D/g, '') === dialed;
