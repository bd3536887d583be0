import type { FloorAgent, MonitorMode } from '@pledgeline/contract';
import { unreachable } from '@pledgeline/core';
import { memo, useState } from 'react';
import { useSentences } from '../language/use-sentences.tsx';
import { AgentKeys } from './agent-keys.tsx';
import { Since } from './since.tsx';
import type { Deed } from './use-floor.ts';

const MODES = ['listen', 'whisper', 'barge'] as const satisfies readonly MonitorMode[];

interface TileProps {
  readonly agent: FloorAgent;
  /** Where the supervisor himself sits; undefined: nowhere. */
  readonly own: FloorAgent | undefined;
  readonly act: (deed: Deed) => void;
}

/** One position, calmly: who, what, and for how long. Of 350 only those are drawn again that have changed. */
export const Tile = memo(function Tile({ agent, own, act }: TileProps) {
  const { floor: words } = useSentences();
  const { status, call, since } = agent;
  const isOwn = own?.agent === agent.agent;
  return (
    <li
      className="seat-card tile"
      data-kind={status.kind}
      data-busy={status.kind === 'talking'}
      data-own={isOwn}
    >
      <div className="seat-card-head">
        <h2>
          {agent.name}
          {isOwn ? <span className="tile-you"> ({words.you})</span> : null}
        </h2>
        <span className="seat-card-place">{words.seat(agent.positionNumber, agent.site)}</span>
      </div>
      <p className="tile-state">
        {stateWords(status, words)}
        {since === null ? null : <Since since={since} className="tile-time" />}
      </p>
      {call === null ? null : (
        <p className="tile-call">
          {words.line(call.line)}
          {call.supervised === null || own?.monitors?.call === call.id ? null : (
            <span className="tile-supervised">{words.supervised[call.supervised]}</span>
          )}
        </p>
      )}
      {call === null || isOwn ? null : <Keys key={call.id} agent={agent} call={call} own={own} act={act} />}
      {isOwn ? null : <AgentKeys agent={agent} />}
    </li>
  );
});

interface KeysProps extends TileProps {
  readonly call: NonNullable<FloorAgent['call']>;
}
function Keys({ agent, call, own, act }: KeysProps) {
  const { floor: words } = useSentences();
  const [sure, setSure] = useState(false);
  const monitors = own?.monitors?.call === call.id ? own.monitors.mode : null;
  const canAct = own !== undefined && own.lineConnected && isIdle(own);
  return (
    <fieldset className="tile-keys" aria-label={words.keysOf(agent.name, agent.positionNumber)}>
      {MODES.map((mode) => (
        <button
          key={mode}
          type="button"
          className="key"
          disabled={!canAct}
          aria-pressed={monitors === mode}
          onClick={() => act({ kind: 'monitor', call: call.id, mode })}
        >
          {words.modes[mode]}
        </button>
      ))}
      {/* A caller is taken from a volunteer: it is asked twice. */}
      <button
        type="button"
        className="key"
        disabled={!canAct}
        onClick={() => (sure ? act({ kind: 'take-over', call: call.id }) : setSure(true))}
      >
        {sure ? words.takeOverSure : words.takeOver}
      </button>
      {sure ? (
        <button type="button" className="key key-quiet" onClick={() => setSure(false)}>
          {words.takeOverNot}
        </button>
      ) : null}
    </fieldset>
  );
}

/** Whether one may be on another's call: neither on a call of one's own, nor just before or after it. */
export const isIdle = ({ status }: FloorAgent): boolean => status.kind === 'away' || status.kind === 'free';

function stateWords(status: FloorAgent['status'], words: ReturnType<typeof useSentences>['floor']): string {
  switch (status.kind) {
    case 'away':
      return words.away[status.because];
    case 'free':
      return words.free;
    case 'offered':
      return words.offered;
    case 'talking':
      return words.talking;
    case 'wrapping-up':
      return words.wrapping;
    default:
      return unreachable(status);
  }
}
