import {
  DeskEvent,
  LIVE_DESK,
  askForHelp,
  completeHandOver,
  consult,
  handOver,
  hangUp,
  savePledge,
  setAway,
  setEcho,
  setReady,
  callMe,
  handToCharity,
  takeBack,
  talkTogether,
  type BreakReason,
  type ConsultWith,
  type Fault,
  type HandOverTo,
  type PledgeForm,
  type Seat,
} from '@pledgeline/contract';
import { unreachable, type Instant, type PledgeId } from '@pledgeline/core';
import { call, type Refusal } from '../app/call.ts';
import { meQuery, queries } from '../app/queries.ts';
import { serverNow } from '../app/server-clock.ts';
import { breakAgainst } from '../evening/on-air.ts';
import { askEveningAgain, eveningKnown } from '../evening/use-evening.ts';
import { formOf } from '../drafts/draft.ts';
import { DraftKeeper } from '../drafts/keeper.ts';
import { outcomeOf } from '../drafts/outcome.ts';
import * as queues from '../drafts/queue.ts';
import { BrowserStore } from '../drafts/store.ts';
import { LiveChannel } from '../live/channel.ts';
import { SoundLine, type LineState } from '../sound/line.ts';
import { isMicrophoneAllowed } from '../sound/microphone.ts';
import { Sounds } from '../sound/tones.ts';
import * as desks from './desk.ts';
import { hoaxKey } from './hoax.ts';
import { askNotesAgain, breakFor, breakIsOver, putOldestAway } from './notes.ts';
import type { Form } from './form.ts';

/** What a desk's screen draws. */
export interface View {
  readonly desk: desks.Desk;
  readonly unsent: readonly queues.Unsent[];
  readonly sound: LineState;
  /** The browser holds the voice back until a key is pressed. */
  readonly soundBlocked: boolean;
  readonly echo: boolean;
  /** Of the last key that asked the server for something; null: it did what was asked. */
  readonly trouble: Fault | 'UNREACHABLE' | null;
  /** This browser cannot keep drafts: the volunteer must not close it. */
  readonly keepsNothing: boolean;
}

/** The shell of one desk: sockets, sound, the browser's store and the only timer. What to do is decided in `desk` and `queue`. */
export class DeskSession {
  readonly sounds = new Sounds(() => this.#soundChanged());
  readonly line: SoundLine;
  readonly #store = new BrowserStore(() => this.#show({ keepsNothing: true }));
  readonly #drafts = new DraftKeeper(this.#store);
  readonly #channel: LiveChannel<typeof DeskEvent>;
  readonly #focus: (field: desks.Desk['focus']) => void;
  readonly #listeners = new Set<() => void>();
  #carrier: Seat['sound'] = 'browser';
  #queue = queues.EMPTY_QUEUE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ringing: ReturnType<typeof setInterval> | undefined;
  #view: View;

  constructor(focus: (field: desks.Desk['focus']) => void) {
    this.#focus = focus;
    this.line = new SoundLine(new Audio(), () => this.#soundChanged());
    this.#view = {
      desk: desks.NEW_DESK,
      unsent: [],
      sound: this.line.state,
      soundBlocked: false,
      echo: false,
      trouble: null,
      keepsNothing: false,
    };
    this.#channel = new LiveChannel(LIVE_DESK, DeskEvent, {
      heard: (event) => this.#heard(event),
      link: (link) => this.#linked(link),
    });
  }

  get view(): View {
    return this.#view;
  }
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    globalThis.addEventListener('online', this.#online);
    this.#channel.open();
    void this.#restore();
  }
  /** [DESK-24] A desk phone needs nothing of this browser: neither microphone nor connection nor tone. */
  carriedBy(carrier: Seat['sound']): void {
    this.#carrier = carrier;
    if (carrier === 'phone') this.line.close();
    else void this.#soundBack();
  }
  stop(): void {
    globalThis.removeEventListener('online', this.#online);
    clearTimeout(this.#timer);
    this.#ring(false);
    this.#channel.close();
    this.line.close();
  }

  feed(input: desks.DeskInput): void {
    const { state, effects } = desks.step(this.#view.desk, input, now());
    this.#show({ desk: state });
    for (const effect of effects) this.#perform(effect);
    this.#arm();
  }

  /** Said once the form of this call has really been painted. */
  formShown(callId: string): void {
    this.#channel.say({ kind: 'form-shown', call: callId });
  }
  save(informationVersion: string): void {
    this.feed({ kind: 'save', takenAt: new Date().toISOString(), informationVersion });
  }
  async hangUp(): Promise<void> {
    const { call: onScreen } = this.#view.desk;
    if (onScreen === null || onScreen.state === 'ended') return;
    await this.#ask(call(hangUp, { params: { call: onScreen.id } }));
  }
  /** [DESK-60] What the key means depends on what is on. */
  async handOverKey(): Promise<void> {
    const { call: onScreen, handing } = this.#view.desk;
    if (desks.canHandOver(onScreen)) return this.feed({ kind: 'handing', open: !handing });
    if (desks.canComplete(onScreen)) await this.#deed(completeHandOver);
  }
  /** [HXW-1] One keystroke, and nothing to answer; where the server cannot be asked, the lines are there at once. */
  async hoax(): Promise<void> {
    const { call: onScreen } = this.#view.desk;
    const means = hoaxKey(onScreen);
    if (means === null || onScreen === null) return;
    if (means === 'turn') return this.feed({ kind: 'script', show: 'hoax' });
    const params = { call: onScreen.id };
    const asked = await this.#ask(call(askForHelp, { params, body: { asked: means === 'ask' } }));
    if (!asked && means === 'ask') this.feed({ kind: 'script', show: 'hoax' });
  }
  /** [CHW-3] Where no listener was free, the same key again forgets the call and ends it. */
  async charityKey(): Promise<void> {
    const { call: onScreen, noListener } = this.#view.desk;
    if (!desks.canHandOver(onScreen) || onScreen === null || onScreen.confidential === true) return;
    const how = noListener ? 'end' : 'pass';
    const answer = await call(handToCharity, { body: { call: onScreen.id, how } });
    const fault = answer.ok ? null : troubleOf(answer.failure);
    if (fault === 'NO_LISTENER') this.feed({ kind: 'no-listener', call: onScreen.id });
    this.#show({ trouble: fault === 'NO_LISTENER' ? null : fault });
  }
  async together(): Promise<void> {
    if (this.#consults()) await this.#deed(talkTogether);
  }
  /** False: there is nothing to go back from, and the key is not ours. */
  back(): boolean {
    if (this.#view.desk.handing) this.feed({ kind: 'handing', open: false });
    else if (this.#consults()) void this.#deed(takeBack);
    else return putOldestAway();
    return true;
  }
  async handOver(to: HandOverTo): Promise<void> {
    const { call: onScreen } = this.#view.desk;
    if (onScreen === null) return;
    if (await this.#ask(call(handOver, { params: { call: onScreen.id }, body: { to } })))
      this.feed({ kind: 'handing', open: false });
  }
  async consult(other: ConsultWith): Promise<void> {
    const { call: onScreen } = this.#view.desk;
    if (onScreen === null) return;
    await this.#ask(call(consult, { params: { call: onScreen.id }, body: { with: other } }));
  }
  #consults(): boolean {
    return this.#view.desk.call?.consultation?.role === 'asks';
  }
  async #deed(endpoint: typeof completeHandOver): Promise<void> {
    const { call: onScreen } = this.#view.desk;
    if (onScreen !== null) await this.#ask(call(endpoint, { params: { call: onScreen.id } }));
  }
  callMe = (): Promise<boolean> => this.#ask(call(callMe, {}));
  /** [WEB-102] The break; shortly before the number is on air the first press only asks. */
  pause = (): void => {
    const onAir = breakAgainst(eveningKnown(), now())?.moment.id ?? null;
    this.feed({ kind: 'away', onAir });
  };
  takeBreak = (reason: BreakReason): Promise<boolean> => this.#ask(breakFor(reason));
  /** A seat with a call, or a form that belongs to one, is handed to nobody. */
  cannotPass = (): void => this.#show({ trouble: 'ON_A_CALL' });
  tryAgain = (): void => this.#feedQueue({ kind: 'online' });

  async echo(on: boolean): Promise<void> {
    this.sounds.unlock();
    if (await this.#ask(call(setEcho, { body: { on } }))) this.#show({ echo: on });
  }

  /** Any key or click: what a browser wants before it lets sound out. */
  gesture = (): void => {
    if (this.#carrier === 'phone') return;
    this.sounds.unlock();
    this.line.unlock();
  };

  #heard(event: DeskEvent): void {
    this.#event(event);
    this.#ring(this.#view.desk.call?.state === 'calling');
    if ('call' in event && typeof event.call === 'object' && event.call !== null)
      this.#drafts.heard(event.call, this.#forms());
    if (event.kind === 'desk') void this.#draftsAgain();
    const lost =
      (event.kind === 'desk' && !event.lineConnected) || (event.kind === 'line' && !event.connected);
    if (lost) this.line.serverLostIt();
    // The position may have been given a phone, or have lost it.
    if (event.kind === 'desk' || event.kind === 'line')
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    if (event.kind === 'status' && event.status.kind === 'free') breakIsOver();
    if (event.kind === 'desk' || event.kind === 'notes-changed') askNotesAgain();
    // What changed while this screen was away it was not told of.
    if (event.kind === 'desk' || event.kind === 'evening-changed') askEveningAgain();
    // Whoever came back would take the seat from the screen that holds it now, and that one would come back in turn.
    if (event.kind === 'unseated') {
      this.#channel.close();
      this.line.close();
    }
  }

  #event(event: DeskEvent): void {
    this.feed({ kind: 'event', event, newId: crypto.randomUUID() as string as PledgeId });
  }

  #forms(): readonly Form[] {
    const { form, aside } = this.#view.desk;
    return form === null ? aside : [form, ...aside];
  }

  /** [CHW-1] A call may have been handed to the charity while this browser was away. */
  async #draftsAgain(): Promise<void> {
    const { forms, forgotten } = await this.#drafts.again();
    if (forms.length > 0) this.feed({ kind: 'restored', forms });
    for (const id of forgotten) this.#event({ kind: 'forgotten', call: id });
  }

  #linked(link: desks.Desk['link']): void {
    this.feed({ kind: 'link', link });
    if (link === 'live') this.#feedQueue({ kind: 'online' });
  }

  #perform(effect: desks.DeskEffect): void {
    switch (effect.kind) {
      case 'signal':
        this.#channel.say(effect.signal);
        return;
      case 'tone':
        return this.#tone();
      case 'keep-draft':
        return this.#drafts.keep(effect.form);
      case 'drop-draft':
        return this.#drafts.drop(effect.id);
      case 'forget-call':
        this.#drafts.forget(effect.call);
        return this.#feedQueue({ kind: 'unlink', call: effect.call });
      case 'send':
        return this.#feedQueue({ kind: 'save', id: effect.id, pledge: effect.pledge });
      case 'ask':
        if (effect.what === 'break') void this.takeBreak('pause');
        else void this.#ask(call(effect.what === 'ready' ? setReady : setAway, {}));
        return;
      case 'focus':
        return this.#focus(effect.field);
      default:
        return unreachable(effect);
    }
  }

  #feedQueue(input: queues.QueueInput): void {
    const { state, effects } = queues.step(this.#queue, input, now());
    this.#queue = state;
    this.#show({ unsent: state.unsent });
    for (const effect of effects) this.#performQueued(effect);
    this.#arm();
  }

  #performQueued(effect: queues.QueueEffect): void {
    switch (effect.kind) {
      case 'keep':
        return this.#store.keepUnsent(effect.id, effect.pledge);
      case 'send':
        void this.#send(effect.id, effect.pledge);
        return;
      case 'forget':
        return this.#store.dropUnsent(effect.id);
      case 'tell':
        return this.feed({ ...effect, kind: 'outcome' });
      default:
        return unreachable(effect);
    }
  }

  async #send(id: PledgeId, pledge: PledgeForm): Promise<void> {
    const answer = await call(savePledge, { params: { id }, body: pledge });
    // It is tried again, but not for ever in vain: only the volunteer can sign in.
    if (!answer.ok && answer.failure.kind === 'fault' && answer.failure.fault === 'NOT_SIGNED_IN')
      this.#show({ trouble: 'NOT_SIGNED_IN' });
    const outcome: queues.Outcome = answer.ok
      ? { kind: 'saved', savedAt: answer.value.savedAt }
      : outcomeOf(answer.failure);
    this.#feedQueue({ kind: 'answered', id, revision: pledge.revision, outcome, random: Math.random() });
  }

  /** [AGW-4] Silent where a desk phone carries the sound, for this browser was never asked to give any. */
  alarm(): void {
    this.sounds.alarm();
  }
  #tone(): void {
    if (this.#carrier === 'phone') return;
    this.line.mute(true);
    const lasts = this.sounds.callTone();
    setTimeout(() => this.line.mute(false), lasts);
  }

  /** As long as whoever is called back does not answer. */
  #ring(rings: boolean): void {
    if (rings === (this.#ringing !== undefined)) return;
    clearInterval(this.#ringing);
    this.#ringing = undefined;
    if (!rings || this.#carrier === 'phone') return;
    this.sounds.ring();
    this.#ringing = setInterval(() => this.sounds.ring(), RING_MS);
  }

  async #restore(): Promise<void> {
    const kept = await this.#store.load();
    this.feed({ kind: 'restored', forms: kept.drafts.map(formOf) });
    this.#feedQueue({ kind: 'loaded', kept: kept.unsent });
    this.#drafts.found(kept.sealed);
    await this.#draftsAgain();
  }

  async #soundBack(): Promise<void> {
    if ((await isMicrophoneAllowed()) && this.#carrier === 'browser') await this.line.open();
  }

  #soundChanged(): void {
    this.#show({ sound: this.line.state, soundBlocked: this.line.blocked || this.sounds.waiting });
  }

  async #ask(request: Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Refusal }>) {
    const answer = await request;
    this.#show({ trouble: answer.ok ? null : troubleOf(answer.failure) });
    return answer.ok;
  }

  readonly #online = (): void => this.#feedQueue({ kind: 'online' });

  #show(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const moments = [desks.wakeAt(this.#view.desk), queues.wakeAt(this.#queue)].filter((at) => at !== null);
    if (moments.length === 0) return;
    this.#timer = setTimeout(() => this.#wake(), Math.max(0, Math.min(...moments) - now()));
  }
  #wake(): void {
    this.feed({ kind: 'clock' });
    this.#feedQueue({ kind: 'clock' });
  }
}

const RING_MS = 5_000;
const now = (): Instant => serverNow() as Instant;

const troubleOf = (refusal: Refusal): Fault | 'UNREACHABLE' =>
  refusal.kind === 'fault' ? refusal.fault : 'UNREACHABLE';
