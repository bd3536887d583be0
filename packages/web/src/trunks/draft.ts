import { TrunkForm } from '@pledgeline/contract';
import type { Refusal } from '../app/call.ts';
import { faultsAt, issuesIn, type FormFaults } from '../app/form-faults.ts';

/** A trunk as it stands in the fields: everything is text until it is saved. */
export interface TrunkDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly transport: TrunkForm['transport'];
  /** One a line. */
  readonly addresses: string;
  readonly registers: boolean;
  readonly registrar: string;
  readonly user: string;
  readonly authUser: string;
  /** Empty: the one that is kept stays. */
  readonly password: string;
  readonly expiresSeconds: string;
  readonly outboundProxy: string;
  readonly countryCode: string;
  readonly shortNumbers: string;
  readonly callsMax: string;
  readonly earlyMedia: boolean;
  /** Empty: nothing is asked. */
  readonly keepAliveSeconds: string;
  readonly authority: string;
  readonly outgoing: boolean;
}
export type DraftField = keyof TrunkDraft;

/** Which field is at fault, and by which word: a fault of the catalogue, or null. */
export type DraftFaults = FormFaults<DraftField>;

export const emptyDraft: TrunkDraft = {
  name: '',
  enabled: true,
  transport: 'udp',
  addresses: '',
  registers: false,
  registrar: '',
  user: '',
  authUser: '',
  password: '',
  expiresSeconds: '600',
  outboundProxy: '',
  countryCode: '33',
  shortNumbers: '',
  callsMax: '30',
  earlyMedia: false,
  keepAliveSeconds: '30',
  authority: '',
  outgoing: false,
};

export function draftOf(form: TrunkForm): TrunkDraft {
  const { registration } = form;
  return {
    name: form.name,
    enabled: form.enabled,
    transport: form.transport,
    addresses: form.addresses.join('\n'),
    registers: registration !== null,
    registrar: registration?.registrar ?? '',
    user: registration?.user ?? '',
    authUser: registration?.authUser ?? '',
    password: '',
    expiresSeconds: String(registration?.expiresSeconds ?? emptyDraft.expiresSeconds),
    outboundProxy: form.outboundProxy ?? '',
    countryCode: form.countryCode,
    shortNumbers: form.shortNumbers.join(', '),
    callsMax: String(form.callsMax),
    earlyMedia: form.earlyMedia,
    keepAliveSeconds: form.keepAliveSeconds === null ? '' : String(form.keepAliveSeconds),
    authority: form.authority ?? '',
    outgoing: form.outgoing,
  };
}

export type Read =
  | { readonly kind: 'form'; readonly form: TrunkForm }
  | { readonly kind: 'faults'; readonly faults: DraftFaults };

/** What the fields say, judged as the server judges it. */
export function readDraft(draft: TrunkDraft): Read {
  const read = TrunkForm.safeParse(wishOf(draft));
  if (read.success) return { kind: 'form', form: read.data };
  return { kind: 'faults', faults: faultsAt(read.error.issues, fieldAt) };
}

function wishOf(draft: TrunkDraft): unknown {
  return {
    name: draft.name,
    enabled: draft.enabled,
    transport: draft.transport,
    addresses: wordsOf(draft.addresses),
    registration: draft.registers
      ? {
          registrar: draft.registrar.trim(),
          user: draft.user,
          authUser: orNull(draft.authUser),
          password: draft.password === '' ? null : draft.password,
          expiresSeconds: numberOf(draft.expiresSeconds),
        }
      : null,
    outboundProxy: orNull(draft.outboundProxy),
    countryCode: draft.countryCode.replace(/^\s*(?:\+|00)?/, '').trim(),
    shortNumbers: wordsOf(draft.shortNumbers),
    callsMax: numberOf(draft.callsMax),
    earlyMedia: draft.earlyMedia,
    keepAliveSeconds: draft.keepAliveSeconds.trim() === '' ? null : numberOf(draft.keepAliveSeconds),
    authority: draft.transport === 'tls' ? orNull(draft.authority) : null,
    outgoing: draft.outgoing,
  };
}

/** People part a list with whatever is at hand. */
const wordsOf = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((word) => word !== '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const numberOf = (text: string): number => (/^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN);

/** Where the server's refusal stands on this screen; empty: it is about the whole. */
export function faultsOf(refusal: Refusal): DraftFaults {
  const fault = refusal.kind === 'fault' ? refusal.fault : '';
  const issues = issuesIn(refusal).map(({ path, message }) => ({
    path,
    message: message.startsWith('TRUNK_') ? message : fault,
  }));
  return faultsAt(issues, fieldAt);
}

function fieldAt([first, second]: readonly PropertyKey[]): DraftField | null {
  const name = first === 'registration' ? (second ?? 'registrar') : first;
  return typeof name === 'string' && name in emptyDraft ? (name as DraftField) : null;
}
