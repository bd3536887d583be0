import { overlap, readNetwork, TRUNK_LIMITS, type TrunkForm } from '@pledgeline/contract';
import { failed, ok, type Result, type TrunkId } from '@pledgeline/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import { randomUUID, X509Certificate } from 'node:crypto';
import type { Actor } from '../access/actor.ts';
import { audit } from '../access/audit.ts';
import type { Tables } from '../adapters/database/tables.ts';
import type { Refusal } from '../adapters/http/route.ts';
import type { Passwords } from './password.ts';
import { columnsOf, formOf, loadTrunks } from './rows.ts';
import { placesOf, type Trunk } from './trunk.ts';

/** Two changes at once take turns, on however many servers; any number would do that is ours alone. */
const LOCK = 7_353_346;

interface Wish {
  readonly actor: Actor;
  readonly form: TrunkForm;
}
type Done = Result<TrunkId, Refusal>;

/** Everything that changes a trunk: one transaction with its audit record, or nothing. */
export class TrunkStore {
  readonly #db: Kysely<Tables>;
  readonly #passwords: Passwords;

  constructor(db: Kysely<Tables>, passwords: Passwords) {
    this.#db = db;
    this.#passwords = passwords;
  }

  add({ actor, form }: Wish): Promise<Done> {
    return this.#inTurn(async (step, trunks) => {
      if (trunks.length >= TRUNK_LIMITS.trunksMax) return failed({ fault: 'TRUNKS_FULL' });
      const id = randomUUID() as TrunkId;
      const refusal = refusalOf(form, trunks, null);
      if (refusal !== null) return failed(refusal);
      const sealed = this.#sealed(id, form, null);
      await step
        .insertInto('trunks')
        .values({ id, trial: false, ...columnsOf(form, sealed) })
        .execute();
      await audit(step, { actor, action: 'trunk.added', subject: id });
      return ok(id);
    });
  }

  /** `revision`: which state of the trunk the form was made from. */
  change(id: TrunkId, { actor, form, revision }: Wish & { readonly revision: number }): Promise<Done> {
    return this.#inTurn(async (step, trunks) => {
      const before = trunks.find((trunk) => trunk.id === id);
      if (before === undefined) return failed({ fault: 'NOT_FOUND' });
      if (before.revision !== revision) return failed({ fault: 'TRUNK_CHANGED' });
      const refusal = refusalOf(form, trunks, before);
      if (refusal !== null) return failed(refusal);
      const sealed = this.#sealed(id, form, before);
      await step
        .updateTable('trunks')
        .set({ ...columnsOf(form, sealed), revision: revision + 1 })
        .where('id', '=', id)
        .execute();
      const fields = changedFields(formOf(before), form);
      await audit(step, { actor, action: 'trunk.changed', subject: id, detail: { fields } });
      return ok(id);
    });
  }

  enable(id: TrunkId, { actor, enabled }: { readonly actor: Actor; readonly enabled: boolean }) {
    return this.#inTurn(async (step, trunks): Promise<Done> => {
      const before = trunks.find((trunk) => trunk.id === id);
      if (before === undefined) return failed({ fault: 'NOT_FOUND' });
      if (before.enabled === enabled) return ok(id);
      await step
        .updateTable('trunks')
        .set({ enabled, revision: before.revision + 1 })
        .where('id', '=', id)
        .execute();
      const action = enabled ? 'trunk.enabled' : 'trunk.disabled';
      await audit(step, { actor, action, subject: id });
      return ok(id);
    });
  }

  remove(id: TrunkId, actor: Actor): Promise<Done> {
    return this.#inTurn(async (step, trunks) => {
      if (!trunks.some((trunk) => trunk.id === id)) return failed({ fault: 'NOT_FOUND' });
      await step.deleteFrom('trunks').where('id', '=', id).execute();
      await audit(step, { actor, action: 'trunk.removed', subject: id });
      return ok(id);
    });
  }

  #inTurn(change: (step: Transaction<Tables>, trunks: readonly Trunk[]) => Promise<Done>): Promise<Done> {
    return this.#db.transaction().execute(async (step) => {
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(step);
      return change(step, await loadTrunks(step));
    });
  }

  /** The password that was given, else the one that is kept. */
  #sealed(id: TrunkId, form: TrunkForm, before: Trunk | null): string | null {
    if (form.registration === null) return null;
    const { password } = form.registration;
    if (password !== null) return this.#passwords.seal(id, password);
    return before?.registration?.sealedPassword ?? null;
  }
}

/** Why a form that is sound in itself cannot be taken beside the others; null: it can. */
function refusalOf(form: TrunkForm, trunks: readonly Trunk[], before: Trunk | null): Refusal | null {
  const others = trunks.filter((trunk) => trunk !== before);
  const same = (name: string): string => name.toLocaleLowerCase('fr');
  if (others.some(({ name }) => same(name) === same(form.name)))
    return { fault: 'TRUNK_NAME_TAKEN', fields: [{ path: 'form.name', message: 'TRUNK_NAME_TAKEN' }] };
  if (needsPassword(form, before))
    return {
      fault: 'TRUNK_PASSWORD',
      fields: [{ path: 'form.registration.password', message: 'TRUNK_PASSWORD' }],
    };
  if (form.authority !== null && !isAuthority(form.authority))
    return { fault: 'TRUNK_AUTHORITY', fields: [{ path: 'form.authority', message: 'TRUNK_AUTHORITY' }] };
  const path = overlapping(form, others);
  return path === null ? null : { fault: 'TRUNK_OVERLAP', fields: [{ path, message: 'TRUNK_OVERLAP' }] };
}

/** The kept password goes where it was given for and nowhere else: another registrar or proxy could be anybody's. */
function needsPassword({ registration, outboundProxy }: TrunkForm, before: Trunk | null): boolean {
  if (registration === null || registration.password !== null) return false;
  const kept = before?.registration ?? null;
  if (kept === null || kept.sealedPassword === null) return true;
  const isSame = kept.registrar === registration.registrar && kept.user === registration.user;
  return !isSame || before?.outboundProxy !== outboundProxy;
}

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Certificates and nothing else: a key that was pasted along would lie in the database in clear. */
function isAuthority(text: string): boolean {
  const found = text.match(PEM) ?? [];
  if (found.length === 0 || text.includes('PRIVATE KEY')) return false;
  try {
    return found.every((pem) => new X509Certificate(pem).ca);
  } catch {
    return false;
  }
}

/** The path of the first entry that another trunk claims as well. */
function overlapping(form: TrunkForm, others: readonly Trunk[]): string | null {
  const taken = others.flatMap(placesOf);
  const places = placesOf(form);
  const at = places.findIndex((place) => taken.some((other) => meet(place, other)));
  if (at < 0) return null;
  return at < form.addresses.length ? `form.addresses.${at}` : 'form.registration.registrar';
}

function meet(one: string, other: string): boolean {
  const [left, right] = [readNetwork(one), readNetwork(other)];
  return left === null || right === null ? one === other : overlap(left, right);
}

/** Which fields were changed, by name; what was in them is in nobody's record. */
function changedFields(before: TrunkForm, form: TrunkForm): string {
  const names = Object.keys(form) as (keyof TrunkForm)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(form[name])).join(' ');
}
