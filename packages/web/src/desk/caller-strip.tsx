import type { DonorDetails } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import { clockTime } from '../language/money.ts';
import { showPhone } from '../language/phone.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import type { Desk } from './desk.ts';
import type { Form } from './form.ts';
import { KEYS } from './keys.ts';
import { useSession } from './use-session.ts';

/** Who calls, as far as it is known, and what has become of the call. */
export function CallerStrip({ form }: { readonly form: Form }) {
  const { view } = useSession();
  const { call: words, handOver } = useSentences();
  const { call } = view.desk;
  if (call === null || call.id !== form.call)
    return (
      <div className="caller">
        <p className="caller-who">{words.noCall}</p>
        <p className="caller-what">{words.noCallHelp}</p>
      </div>
    );
  return (
    <div className="caller" data-state={call.state}>
      <Caller call={call} person={form.person} />
      <Callback call={call} />
      <output className="caller-supervised">
        {call.state === 'talking' && call.supervised !== null ? words.supervised[call.supervised] : ''}
      </output>
      <output className="caller-ended">
        {call.state === 'ended' ? endedWords(call.endedBy, words, handOver.ended) : ''}
      </output>
    </div>
  );
}

/** [CBK-20] Whoever speaks to somebody who did not call says so first; and has to know that it is his turn after a wait. */
function Callback({ call }: { readonly call: OnScreen }) {
  const { language, sentences } = useSpoken();
  const { call: words } = sentences;
  if (!call.callback || call.state === 'ended') return null;
  const since = clockTime(new Date(call.arrivedAt).toISOString(), language);
  return (
    <output className="caller-what">
      <span className="tag">{call.state === 'calling' ? words.ringing : words.callback(since)}</span>
    </output>
  );
}

type OnScreen = NonNullable<Desk['call']>;

const endedWords = (
  by: OnScreen['endedBy'],
  words: ReturnType<typeof useSentences>['call'],
  handedOver: string,
): string => {
  if (by === 'handed-over') return handedOver;
  if (by === 'caller') return words.endedByCaller;
  if (by === 'supervisor') return words.endedBySupervisor;
  return by === 'agent' ? words.endedByAgent : words.endedByLine;
};

function Caller({ call, person }: { readonly call: OnScreen; readonly person: number }) {
  const { call: words } = useSentences();
  const { caller } = call;
  switch (caller.kind) {
    case 'searching':
      return <p className="caller-who caller-searching">{words.searching}</p>;
    case 'withheld':
      return (
        <>
          <p className="caller-who">{words.withheld}</p>
          <p className="caller-what">{words.withheldHelp}</p>
        </>
      );
    case 'unknown':
      return (
        <>
          <p className="caller-who">{showPhone(caller.phone)}</p>
          <p className="caller-what">{words.unknown}</p>
        </>
      );
    case 'found':
      return (
        <>
          <p className="caller-who">{fullName(caller.people[person] ?? caller.people[0])}</p>
          <p className="caller-what">
            <span className="tag">{caller.source === 'directory' ? words.directory : words.earlier}</span>{' '}
            {showPhone(caller.phone)}
          </p>
          {caller.people.length > 1 ? <People people={caller.people} person={person} /> : null}
        </>
      );
    default:
      return unreachable(caller);
  }
}

function People({ people, person }: { readonly people: readonly DonorDetails[]; readonly person: number }) {
  const { session } = useSession();
  const { call: words } = useSentences();
  return (
    <fieldset className="people" aria-label={words.people}>
      {people.map((one, index) => (
        <button
          // Two of one name are told apart by their place alone.
          key={index}
          type="button"
          className="key"
          aria-pressed={index === person}
          onClick={() => session.feed({ kind: 'person', index })}
        >
          {KEYS.people[index] === undefined ? null : <kbd>{KEYS.people[index]}</kbd>}{' '}
          {one.firstName || one.lastName}
        </button>
      ))}
    </fieldset>
  );
}

const fullName = (one: DonorDetails | undefined): string =>
  one === undefined ? '' : `${one.firstName} ${one.lastName}`.trim();
