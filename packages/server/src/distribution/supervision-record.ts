import type { Exchange, ExchangeEffect } from '@pledgeline/calls';
import type { Kysely } from 'kysely';
import { NOBODY } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Log } from '../adapters/log/log.ts';

type Told = Extract<ExchangeEffect, { readonly kind: 'unmonitor' | 'connected' }>;

/** [SUP-3] What of listening happens without a supervisor's key: it ends by itself, or another volunteer gets the call. */
export class SupervisionRecord {
  readonly #deps: { readonly db: Kysely<Tables>; readonly log: Log; readonly exchange: () => Exchange };

  constructor(deps: { readonly db: Kysely<Tables>; readonly log: Log; readonly exchange: () => Exchange }) {
    this.#deps = deps;
  }

  told({ kind, agent, call }: Told): void {
    if (kind === 'unmonitor') return this.#write('call.unmonitored', call, { by: agent });
    for (const [by, monitor] of this.#deps.exchange().monitors)
      if (monitor.call === call) this.#write('call.monitored', call, { agent, by, mode: monitor.mode });
  }

  #write(action: string, subject: string, detail: Readonly<Record<string, string>>): void {
    const { db, log } = this.#deps;
    audit(db, { actor: NOBODY, action, subject, detail }).catch((error: unknown) =>
      log.error({ err: error }, 'the record of a supervisor could not be written'),
    );
  }
}
