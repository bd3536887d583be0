import type { Seat } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import { faultSentence } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { DeskSign } from '../evening/desk-sign.tsx';
import { FloorLink } from '../floor/floor-link.tsx';
import type { Sentences } from '../language/french.ts';
import { LanguageSwitch, useSentences, useSpoken } from '../language/use-sentences.tsx';
import type { Desk } from './desk.ts';
import { HoaxLine } from './hoax-key.tsx';
import { DeskNotes } from './desk-notes.tsx';
import { KEYS } from './keys.ts';
import { LeaveSeat } from './leave-seat.tsx';
import type { StoodDown } from './stood-down.ts';
import { useStoodDown } from './use-alarm.ts';
import { isPuttingOff } from './typing.ts';
import { useEverySecond, useSession } from './use-session.ts';

/** Always on the screen: whether calls come or not, in words, shape and colour. */
export function StatusBar({ seat }: { readonly seat: Seat }) {
  const { session, view } = useSession();
  const { status, phone, agents } = useSentences();
  const atPhone = seat.sound === 'phone';
  const words = atPhone ? { ...status, ...phone.status } : status;
  const { desk, sound } = view;
  useEverySecond(desk.status.kind === 'wrapping-up');
  const down = useStoodDown();
  const said = down === null ? statusWords(desk, words, serverNow()) : downWords(down, words, agents);
  const canBeReady =
    (atPhone ? desk.lineConnected : sound.kind === 'open') &&
    (desk.status.kind === 'away' || desk.status.kind === 'wrapping-up');
  return (
    <header className="bar">
      <div
        className="bar-status"
        data-kind={desk.hold === 'held' ? 'held' : desk.status.kind}
        data-loud={down !== null}
      >
        <output className="bar-state">{said.state}</output>
        <p className="bar-help">{said.help}</p>
      </div>
      <div className="bar-middle">
        <DeskSign />
        <Conditions atPhone={atPhone} />
        <DeskNotes />
      </div>
      <div className="bar-keys">
        <button
          type="button"
          className="key key-ready"
          disabled={!canBeReady}
          onClick={() => session.feed({ kind: 'ready' })}
        >
          {words.ready} <kbd>{KEYS.ready}</kbd>
        </button>
        <button
          type="button"
          className="key"
          disabled={desk.status.kind === 'away' && desk.hold === 'none'}
          onClick={session.pause}
        >
          {words.pause} <kbd>{KEYS.away}</kbd>
        </button>
      </div>
      <div className="bar-seat">
        <p>{words.position(seat.positionNumber, seat.site)}</p>
        <p className="bar-tools">
          <FloorLink />
          <LanguageSwitch className="link" />
          <LeaveSeat />
        </p>
      </div>
    </header>
  );
}

function statusWords(
  desk: Desk,
  words: Sentences['status'],
  now: number,
): { readonly state: string; readonly help: string } {
  if (desk.hold === 'held') return { state: words.held, help: words.heldHelp };
  const { status } = desk;
  switch (status.kind) {
    case 'free':
      return { state: words.free, help: words.freeHelp };
    case 'away':
      return { state: words.away, help: awayHelp(status.because, words) };
    case 'offered':
      return { state: words.offered, help: '' };
    case 'talking':
      return { state: words.talking, help: '' };
    case 'wrapping-up':
      return {
        state: words.wrapping,
        help: isPuttingOff(desk, now)
          ? words.typingHelp(secondsTo(status.latest, now))
          : words.wrappingHelp(secondsTo(status.until, now)),
      };
    default:
      return unreachable(status);
  }
}

const secondsTo = (moment: number, now: number): number => Math.max(0, Math.ceil((moment - now) / 1_000));

/** [AGW-3] What happened, and the one key with which it goes on. */
function downWords(
  down: StoodDown,
  words: Sentences['status'],
  agents: Sentences['agents'],
): { readonly state: string; readonly help: string } {
  const state = agents.noCalls;
  if (down === 'supervisor') return { state, help: agents.bySupervisor };
  return { state, help: down === 'unknown' ? agents.unknown : awayHelp(down, words) };
}

function awayHelp(
  because: Extract<Desk['status'], { kind: 'away' }>['because'],
  words: Sentences['status'],
): string {
  switch (because) {
    case 'new':
      return words.awayNew;
    case 'chosen':
      return words.awayChosen;
    case 'missed-offer':
      return words.awayMissed;
    case 'sound-lost':
      return words.awaySound;
    case 'desk-lost':
      return words.awayDesk;
    case 'listening':
      return words.awayListening;
    default:
      return unreachable(because);
  }
}

/** What is not as it should be, one line each, calmly. */
function Conditions({ atPhone }: { readonly atPhone: boolean }) {
  const { session, view } = useSession();
  const { language, sentences } = useSpoken();
  const { desk, unsent, sound } = view;
  const { status: words, form: formWords, phone } = sentences;
  const cannotBeRung = atPhone && desk.link === 'live' && !desk.lineConnected;
  return (
    <div className="bar-conditions" aria-live="polite">
      <HoaxLine />
      {desk.link === 'lost' ? <p>{words.lost}</p> : null}
      {desk.link === 'connecting' ? <p>{words.connecting}</p> : null}
      {sound.kind === 'reopening' ? <p>{words.soundAgain}</p> : null}
      {view.soundBlocked ? <p className="strong">{words.soundBlocked}</p> : null}
      {cannotBeRung ? <p className="strong">{phone.cannotBeRung}</p> : null}
      {view.trouble === null || (cannotBeRung && view.trouble === 'NO_SOUND') ? null : (
        <p className="strong">
          {atPhone && view.trouble === 'NO_SOUND'
            ? phone.cannotBeRung
            : faultSentence(view.trouble, language, sentences)}
        </p>
      )}
      {desk.notice === 'finish-first' ? <p className="strong">{formWords.finishFirst}</p> : null}
      {desk.notice === 'not-yours' ? (
        <p className="strong">{faultSentence('PLEDGE_OF_ANOTHER', language, sentences)}</p>
      ) : null}
      {view.keepsNothing ? <p className="strong">{formWords.keepsNothing}</p> : null}
      {unsent.some((one) => one.tries > 0) ? (
        <p title={formWords.unsentHelp}>
          {formWords.unsent(unsent.length)}{' '}
          <button type="button" className="link" onClick={session.tryAgain}>
            {sentences.common.tryAgain}
          </button>
        </p>
      ) : null}
    </div>
  );
}
