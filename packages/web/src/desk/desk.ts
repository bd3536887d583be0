import type { AgentStatus, DeskCall, DeskEvent, DeskSignal, PledgeForm } from '@pledgeline/contract';
import { after, earliest, unreachable, type Instant, type PledgeId, type Step } from '@pledgeline/core';
import type { Notice } from './notice.ts';
import type { Outcome } from '../drafts/queue.ts';
import { formOfPledge } from '../drafts/draft.ts';
import { check, fieldFault } from './check.ts';
import { typed } from './typing.ts';
import { afterHoax, linesDueAt } from './hoax.ts';
import { forgotten } from './forgotten.ts';
import { edit, emptyForm, fill, isUnfinished, type Edit, type Field, type Form } from './form.ts';

/** All that a desk's screen shows, and the only place where it is decided. */
export interface Desk {
  readonly link: 'connecting' | 'live' | 'lost';
  readonly seated: boolean;
  readonly lineConnected: boolean;
  readonly status: AgentStatus;
  readonly call: DeskCall | null;
  readonly form: Form | null;
  /** Forms that a next call pushed off the screen before they were saved; oldest first. */
  readonly aside: readonly Form[];
  readonly focus: Field;
  readonly script: 'follows' | 'hoax' | 'card';
  /** The call for which the lines for a hoax have come up by themselves. */
  readonly linesOf: string | null;
  /** The panel that says to whom the call can be handed is open. */
  readonly handing: boolean;
  /** Taking a form away is asked twice: it cannot be undone. */
  readonly dismissing: boolean;
  /** The break that the screen took by itself, so that no call comes upon an unfinished form. */
  readonly hold: 'none' | 'held';
  readonly notice: Notice;
  /** [WEB-102] The moment on air for which the pause key has asked whether it is meant; null: it has not. */
  readonly askedBreak: string | null;
  /** When the line was last told that somebody types after the call; null: not in this wrap-up. */
  readonly typedAt: Instant | null;
  /** [CHW-3] No listener of the charity was free when this call was to be given to them. */
  readonly noListener: boolean;
}

export type DeskInput =
  | { readonly kind: 'event'; readonly event: DeskEvent; readonly newId: PledgeId }
  | { readonly kind: 'link'; readonly link: Desk['link'] }
  | { readonly kind: 'edit'; readonly change: Edit }
  | { readonly kind: 'person'; readonly index: number }
  | { readonly kind: 'focused'; readonly field: Field }
  | { readonly kind: 'script'; readonly show: Desk['script'] }
  | { readonly kind: 'save'; readonly takenAt: string; readonly informationVersion: string }
  | {
      readonly kind: 'outcome';
      readonly id: PledgeId;
      readonly pledge: PledgeForm;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'dismiss' }
  | { readonly kind: 'handing'; readonly open: boolean }
  | { readonly kind: 'no-listener'; readonly call: string }
  | { readonly kind: 'ready' }
  /** `onAir`: the moment against which a break would be. */
  | { readonly kind: 'away'; readonly onAir?: string | null }
  | { readonly kind: 'stay' }
  | { readonly kind: 'resume'; readonly id: PledgeId }
  | { readonly kind: 'restored'; readonly forms: readonly Form[] }
  | { readonly kind: 'clock' };
export type DeskEffect =
  | { readonly kind: 'signal'; readonly signal: DeskSignal }
  /** The short tone; the caller's voice waits for its end. */
  | { readonly kind: 'tone' }
  | { readonly kind: 'keep-draft'; readonly form: Form }
  | { readonly kind: 'drop-draft'; readonly id: PledgeId }
  /** Nothing that this browser keeps says any more of which call it is. */
  | { readonly kind: 'forget-call'; readonly call: string }
  | { readonly kind: 'send'; readonly id: PledgeId; readonly pledge: PledgeForm }
  /** `break`: asked for by a key; `away`: by the screen itself. */
  | { readonly kind: 'ask'; readonly what: 'ready' | 'away' | 'break' }
  | { readonly kind: 'focus'; readonly field: Field };
type Next = Step<Desk, DeskEffect>;

export const NEW_DESK: Desk = {
  link: 'connecting',
  seated: true,
  lineConnected: false,
  status: { kind: 'away', because: 'new' },
  call: null,
  form: null,
  aside: [],
  focus: 'amount',
  script: 'follows',
  linesOf: null,
  handing: false,
  dismissing: false,
  hold: 'none',
  notice: 'none',
  askedBreak: null,
  typedAt: null,
  noListener: false,
};

/** The break is asked for this long before the wrap-up ends, so that the answer is there in time. */
const HOLD_BEFORE_MS = 2_000;

export function step(desk: Desk, input: DeskInput, now: Instant): Next {
  return released(afterHoax(apply(desk, input, now), now));
}

export const wakeAt = (desk: Desk): Instant | null => earliest(holdDueAt(desk), linesDueAt(desk));

function holdDueAt(desk: Desk): Instant | null {
  if (desk.status.kind !== 'wrapping-up' || desk.hold === 'held') return null;
  if (desk.form === null || !isUnfinished(desk.form)) return null;
  return after(desk.status.until as Instant, -HOLD_BEFORE_MS);
}

function apply(desk: Desk, input: DeskInput, now: Instant): Next {
  switch (input.kind) {
    case 'event':
      return heard(desk, input.event, input.newId);
    case 'link':
      return only({ ...desk, link: input.link });
    case 'edit':
      return typed(edited(desk, input.change), now);
    case 'person':
      return typed(personChosen(desk, input.index), now);
    case 'focused':
      return typed(only(focused(desk, input.field)), now);
    case 'script':
      return only({ ...desk, script: desk.script === input.show ? 'follows' : input.show });
    case 'save':
      return save(desk, input);
    case 'outcome':
      return told(desk, input);
    case 'dismiss':
      return dismiss(desk);
    case 'handing':
      return only({ ...desk, handing: input.open && canHandOver(desk.call) });
    case 'no-listener':
      return only({ ...desk, handing: false, noListener: desk.call?.id === input.call });
    case 'ready':
      return ready(desk);
    case 'away':
      return away(desk, input.onAir ?? null);
    case 'stay':
      return only({ ...desk, askedBreak: null });
    case 'resume':
      return only(resume(desk, input.id));
    case 'restored':
      return only(input.forms.reduce(restore, desk));
    case 'clock':
      return hold(desk, now);
    default:
      return unreachable(input);
  }
}

/** [DESK-60] Only whoever talks, and speaks with nobody else about it, chooses to whom the call goes. */
export const canHandOver = (call: DeskCall | null): boolean =>
  call?.state === 'talking' && call.consultation === null;

/** Whoever was asked has answered. */
export const canComplete = (call: DeskCall | null): boolean =>
  call?.consultation?.role === 'asks' && call.consultation.stage !== 'ringing';
function away(desk: Desk, onAir: string | null): Next {
  // [WEB-102] Asked once; whoever presses again means it.
  if (onAir !== null && desk.askedBreak !== onAir) return only({ ...desk, askedBreak: onAir });
  const state: Desk = { ...desk, hold: 'none', notice: 'none', askedBreak: null };
  return { state, effects: [{ kind: 'ask', what: 'break' }] };
}

const only = (state: Desk): Next => ({ state, effects: [] });

function heard(desk: Desk, event: DeskEvent, newId: PledgeId): Next {
  switch (event.kind) {
    case 'desk': {
      const { status, lineConnected } = event;
      const seen = withStatus({ ...desk, link: 'live', seated: true, lineConnected }, status);
      if (event.call === null) return only(withoutCall(seen));
      // An offer that came while this browser was away still waits for its two signals.
      if (event.call.state !== 'offered') return only(withCall(seen, event.call, newId));
      if (desk.call?.id !== event.call.id) return offered(seen, event.call, newId);
      // The connection broke around the offer: whether `picked-up` was heard is not known, so it is said again.
      return { state: withCall(seen, event.call, newId), effects: [pickedUp(event.call)] };
    }
    case 'status':
      return only(withStatus(desk, event.status));
    case 'offered':
      // The same call said twice (a resumed connection) pops once.
      return desk.call?.id === event.call.id
        ? only(withCall(desk, event.call, newId))
        : offered(desk, event.call, newId);
    case 'call':
      // [CBK-21] Nobody was on the line, so there is nothing to wrap up; what was typed all the same stays.
      if (desk.call?.id === event.call.id && event.call.endedBy === 'not-answered')
        return only({ ...withoutCall(desk), notice: 'not-answered' });
      // [DESK-24] A call that a supervisor takes over comes without an offer; nothing is to be waited for.
      return desk.call?.id === event.call.id || event.call.state === 'talking'
        ? only(withCall(desk, event.call, newId))
        : only(desk);
    case 'withdrawn':
      return only(withdrawn(desk, event.call, event.because));
    case 'forgotten':
      return forgotten(desk, event.call);
    case 'line':
      return only({ ...desk, lineConnected: event.connected });
    case 'evening-changed':
    case 'notes-changed':
      // [WEB-100] Neither is a part of the desk: whoever draws it asks again.
      return only(desk);
    case 'unseated':
      return only({ ...desk, seated: false });
    default:
      return unreachable(event);
  }
}

function offered(desk: Desk, call: DeskCall, newId: PledgeId): Next {
  return {
    state: withCall({ ...desk, hold: 'none', notice: 'none', script: 'follows' }, call, newId),
    effects: [{ kind: 'tone' }, pickedUp(call)],
  };
}

const pickedUp = (call: DeskCall): DeskEffect => ({
  kind: 'signal',
  signal: { kind: 'picked-up', call: call.id },
});

/** The form of this call, with what is known of the caller where nobody has typed. */
function withCall(desk: Desk, call: DeskCall, newId: PledgeId): Desk {
  // [CHW-5] Nobody is to write down anything of whoever is with the charity.
  if (call.confidential === true) return { ...setAside(desk), call, handing: false, noListener: false };
  const handing = desk.handing && desk.call?.id === call.id && canHandOver(call);
  if (desk.form?.call === call.id) return { ...desk, call, handing, form: refilled(desk.form, call) };
  const waiting = desk.aside.find((form) => form.call === call.id);
  const cleared = setAside(desk);
  const form = waiting ?? emptyForm(newId, call.id, call.language);
  return {
    ...cleared,
    call,
    handing,
    noListener: false,
    aside: cleared.aside.filter((one) => one !== waiting),
    form: refilled(form, call),
    focus: 'amount',
    dismissing: false,
  };
}

const refilled = (form: Form, call: DeskCall): Form => fill(form, call.caller, form.person);

function setAside(desk: Desk): Desk {
  if (desk.form === null || !isUnfinished(desk.form)) return { ...desk, form: null };
  return { ...desk, form: null, aside: [...desk.aside, desk.form] };
}

function withStatus(desk: Desk, status: AgentStatus): Desk {
  const typedAt = status.kind === 'wrapping-up' ? desk.typedAt : null;
  const changed: Desk = { ...desk, status, typedAt, hold: status.kind === 'free' ? 'none' : desk.hold };
  return status.kind === 'free' || status.kind === 'away' ? withoutCall(changed) : changed;
}

/** The call is over and wrapped up. A form that is not finished stays; one that is saved, or empty, makes room. */
function withoutCall(desk: Desk): Desk {
  const stays = desk.form !== null && (isUnfinished(desk.form) || desk.form.saving.kind === 'sending');
  return {
    ...desk,
    call: null,
    handing: false,
    noListener: false,
    form: stays ? desk.form : null,
    script: 'follows',
  };
}

function withdrawn(
  desk: Desk,
  call: string,
  because: Extract<DeskEvent, { kind: 'withdrawn' }>['because'],
): Desk {
  if (desk.call?.id !== call) return desk;
  return { ...withoutCall(desk), notice: because === 'away' || because === 'taken-back' ? 'none' : because };
}

function edited(desk: Desk, change: Edit): Next {
  if (desk.form === null) return only(desk);
  const { form, card } = edit(desk.form, change);
  const script = card ? 'card' : desk.script;
  return {
    state: { ...desk, form, script, dismissing: false, notice: 'none' },
    effects: [{ kind: 'keep-draft', form }],
  };
}

function personChosen(desk: Desk, index: number): Next {
  const caller = desk.call?.caller;
  if (desk.form === null || caller?.kind !== 'found' || caller.people[index] === undefined) return only(desk);
  return only({ ...desk, form: fill(desk.form, caller, index) });
}

function focused(desk: Desk, field: Field): Desk {
  if (desk.focus === field) return desk;
  // The sentence about card numbers has been said once the volunteer goes on.
  return { ...desk, focus: field, script: desk.script === 'card' ? 'follows' : desk.script };
}

function save(desk: Desk, input: Extract<DeskInput, { kind: 'save' }>): Next {
  const { form } = desk;
  if (form === null || form.saving.kind === 'sending' || form.saving.kind === 'saved') return only(desk);
  const checked = check(form, input);
  if (!checked.ok) {
    const first = checked.failure[0];
    const card = checked.failure.some((fault) => fault.kind === 'CARD_NUMBER');
    const faulty: Form = { ...form, saving: { kind: 'faulty', faults: checked.failure } };
    return {
      state: { ...desk, form: faulty, script: card ? 'card' : desk.script },
      effects: first === undefined ? [] : [{ kind: 'focus', field: first.field }],
    };
  }
  const sending: Form = { ...form, revision: checked.value.revision, saving: { kind: 'sending' } };
  return {
    state: { ...desk, form: sending, notice: 'none' },
    effects: [
      { kind: 'send', id: form.id, pledge: checked.value },
      { kind: 'drop-draft', id: form.id },
    ],
  };
}

function told(desk: Desk, input: Extract<DeskInput, { kind: 'outcome' }>): Next {
  const { outcome, id, pledge } = input;
  const shown = desk.form?.id === id ? desk.form : null;
  if (outcome.kind === 'refused') return refused(desk, shown ?? formOfPledge(id, pledge), outcome);
  // Edited since: the answer is about what stood there before.
  if (shown === null || shown.revision !== pledge.revision || isUnfinished(shown)) return only(desk);
  const saving: Form['saving'] =
    outcome.kind === 'saved' ? { kind: 'saved', savedAt: outcome.savedAt } : { kind: 'kept' };
  return only({ ...desk, form: { ...shown, saving } });
}

function refused(desk: Desk, form: Form, outcome: Extract<Outcome, { kind: 'refused' }>): Next {
  const faults =
    outcome.fields.length > 0
      ? outcome.fields.map((field) => fieldFault(field.path, field.message))
      : [{ field: 'read-back' as const, kind: 'WRONG' as const }];
  const faulty: Form = { ...form, saving: { kind: 'faulty', faults } };
  const notice: Notice = outcome.fault === 'PLEDGE_OF_ANOTHER' ? 'not-yours' : desk.notice;
  const effects: DeskEffect[] = outcome.fault === 'CARD_NUMBER' ? [] : [{ kind: 'keep-draft', form: faulty }];
  const script = outcome.fault === 'CARD_NUMBER' ? 'card' : desk.script;
  if (desk.form === null || desk.form.id === form.id)
    return { state: { ...desk, form: faulty, notice, script }, effects };
  return { state: { ...desk, aside: [...desk.aside, faulty], notice }, effects };
}

function dismiss(desk: Desk): Next {
  if (desk.form === null) return only(desk);
  if (isUnfinished(desk.form) && !desk.dismissing) return only({ ...desk, dismissing: true });
  const { id, call, language } = desk.form;
  const talking = desk.call !== null && desk.call.id === call && desk.call.state !== 'ended';
  // While the caller is there the form stays, but blank: it is this call's.
  const form = talking && desk.call !== null ? refilled(emptyForm(id, call, language), desk.call) : null;
  return { state: { ...desk, form, dismissing: false }, effects: [{ kind: 'drop-draft', id }] };
}

function ready(desk: Desk): Next {
  if (desk.form !== null && isUnfinished(desk.form)) return only({ ...desk, notice: 'finish-first' });
  return { state: { ...desk, notice: 'none' }, effects: [{ kind: 'ask', what: 'ready' }] };
}

function resume(desk: Desk, id: PledgeId): Desk {
  const wanted = desk.aside.find((form) => form.id === id);
  const busy = desk.call !== null && desk.call.state !== 'ended';
  if (wanted === undefined || busy) return desk;
  const cleared = setAside(desk);
  return { ...cleared, form: wanted, aside: cleared.aside.filter((form) => form.id !== id), focus: 'amount' };
}

/** A draft that lay in this browser: under the call that is on, or on the empty desk, or beside. */
function restore(desk: Desk, draft: Form): Desk {
  if (desk.form?.id === draft.id || desk.aside.some((form) => form.id === draft.id)) return desk;
  if (desk.call !== null && desk.call.id === draft.call && desk.form !== null && !isUnfinished(desk.form))
    return { ...desk, form: refilled(draft, desk.call) };
  if (desk.call === null && desk.form === null) return { ...desk, form: draft };
  return { ...desk, aside: [...desk.aside, draft] };
}

function hold(desk: Desk, now: Instant): Next {
  const due = holdDueAt(desk);
  if (due === null || now < due) return only(desk);
  return { state: { ...desk, hold: 'held' }, effects: [{ kind: 'ask', what: 'away' }] };
}

/** Once the form that held the calls back is out of the way, the volunteer is ready again without a key. */
function released({ state, effects }: Next): Next {
  const finished = state.form === null || !isUnfinished(state.form);
  if (state.hold === 'none' || !finished) return { state, effects };
  return { state: { ...state, hold: 'none' }, effects: [...effects, { kind: 'ask', what: 'ready' }] };
}
