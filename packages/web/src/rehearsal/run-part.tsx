import { REHEARSAL_LIMITS, type RehearsalRun } from '@pledgeline/contract';
import { TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { AskedTwice } from '../app/asked-twice.tsx';
import { Failure } from '../app/failures.tsx';
import { serverNow } from '../app/server-clock.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { momentWords } from './moment-words.ts';
import { useDeed } from './use-rehearsal.ts';

interface RunPartProps {
  /** The one that is under way, or the last one. */
  readonly run: RehearsalRun | null;
  readonly trial: boolean;
}

/** [RHW-3] The rehearsal itself: started, watched, stopped, and what came of it. */
export function RunPart({ run, trial }: RunPartProps) {
  const { rehearsal: words } = useSentences();
  const isOn = run !== null && run.endedAt === null;
  return (
    <section aria-labelledby="rehearsal-run">
      <h2 id="rehearsal-run">{words.run}</h2>
      <p>{words.runHelp}</p>
      <p className="rehearsal-note">{trial ? words.allTrial : words.neverCounts}</p>
      {isOn ? <UnderWay run={run} /> : <Start />}
      {run === null ? null : <Result run={run} />}
    </section>
  );
}

function Start() {
  const { rehearsal: words } = useSentences();
  const [calls, setCalls] = useState('20');
  const [minutes, setMinutes] = useState('10');
  const deed = useDeed();
  const start = (event: SyntheticEvent): void => {
    event.preventDefault();
    deed.mutate({ kind: 'start', wanted: { calls: Number(calls), minutes: Number(minutes) } });
  };
  return (
    <form className="rehearsal-start" onSubmit={start}>
      <TextInput
        label={words.calls(REHEARSAL_LIMITS.callsMax)}
        inputMode="numeric"
        value={calls}
        onChange={(event) => setCalls(event.currentTarget.value)}
      />
      <TextInput
        label={words.minutes(REHEARSAL_LIMITS.minutesMax)}
        inputMode="numeric"
        value={minutes}
        onChange={(event) => setMinutes(event.currentTarget.value)}
      />
      <button type="submit" className="key key-first" disabled={deed.isPending}>
        {words.start}
      </button>
      <Failure error={deed.error} />
    </form>
  );
}

function UnderWay({ run }: { readonly run: RehearsalRun }) {
  const { rehearsal: words } = useSentences();
  const deed = useDeed();
  return (
    <div className="rehearsal-on">
      <output>{words.underWay(run.placed, run.wanted.calls)}</output>
      <progress aria-label={words.progress} value={run.placed} max={run.wanted.calls} />
      <AskedTwice
        label={words.stop}
        sure={words.stopSure}
        busy={deed.isPending}
        act={() => deed.mutate({ kind: 'stop' })}
      />
      <Failure error={deed.error} />
    </div>
  );
}

function Result({ run }: { readonly run: RehearsalRun }) {
  const { language, sentences } = useSpoken();
  const words = sentences.rehearsal;
  const seconds = (ms: number): string =>
    words.seconds(
      (ms / 1_000).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 }),
    );
  const rows: readonly [string, string][] = [
    [words.placed, `${run.placed} / ${run.wanted.calls}`],
    [words.live, String(run.live)],
    [words.answered, String(run.answered)],
    [words.missed, String(run.missed)],
    [words.refused, String(run.refused)],
    [words.meanWait, seconds(run.meanWaitMs)],
    [words.longestWait, seconds(run.longestWaitMs)],
    [words.withoutPledge, String(run.withoutPledge)],
  ];
  return (
    <>
      <h3>{words.result(momentWords(run.startedAt, serverNow(), language))}</h3>
      {run.ended === null ? null : <p>{words.ended[run.ended]}</p>}
      <dl className="rehearsal-figures">
        {rows.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
