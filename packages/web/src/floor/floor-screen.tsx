import { FAULTS, type FloorAgent, type FloorAlarm, type FloorState } from '@pledgeline/contract';
import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure } from '../app/failures.tsx';
import { meQuery } from '../app/queries.ts';
import { WallboardLink } from '../wallboard/wallboard-link.tsx';
import { LineSwitch } from '../evening/line-switch.tsx';
import { runsRoom } from '../app/who.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { AlarmBar } from './alarm-bar.tsx';
import { FiguresTable } from './figures-table.tsx';
import { Queue } from './queue.tsx';
import { Bars } from './bars.tsx';
import { HelpAsked } from './help-asked.tsx';
import { isIdle, Tile } from './tile.tsx';
import { useDeed, useFloor, type Deed } from './use-floor.ts';
import '../app/seat-card.css';
import './floor.css';

const NO_ALARMS: readonly FloorAlarm[] = [];

/** Who is where and does what, and the keys to be on a call with them. */
export function FloorScreen() {
  const floor = useFloor();
  const me = useQuery(meQuery);
  const deed = useDeed();
  const { sentences } = useSpoken();
  const words = sentences.floor;
  const agents = floor.data?.agents ?? [];
  const figures = floor.data?.figures ?? null;
  const own = agents.find(({ agent }) => agent === me.data?.seat?.agent);
  return (
    <div className="floor">
      <div className="floor-head">
        <Title order={1}>{words.title}</Title>
        <p data-lost={floor.isError}>{floor.isError ? words.lost : summaryOf(floor.data, words)}</p>
      </div>
      <HelpAsked agents={agents} own={own} act={deed.mutate} />
      <AlarmBar alarms={floor.data?.alarms ?? NO_ALARMS} />
      {me.data !== undefined && runsRoom(me.data) ? <LineSwitch /> : null}
      <Failure error={deed.error ?? (floor.data === undefined ? floor.error : null)} />
      {floor.data === undefined ? null : <Queue floor={floor.data} />}
      {figures === null ? null : <FiguresTable figures={figures} />}
      {floor.data === undefined ? null : <Own own={own} agents={agents} deed={deed} />}
      {floor.data !== undefined && agents.length === 0 ? <p>{words.none}</p> : null}
      <ul className="tiles">
        {agents.map((agent) => (
          <Tile key={agent.agent} agent={agent} own={own} act={deed.mutate} />
        ))}
      </ul>
      <Bars />
      {me.data !== undefined && runsRoom(me.data) ? <WallboardLink /> : null}
    </div>
  );
}

type Words = ReturnType<typeof useSpoken>['sentences']['floor'];

function summaryOf(floor: FloorState | undefined, words: Words): string {
  if (floor === undefined) return '';
  const count = (kind: FloorAgent['status']['kind']): number =>
    floor.agents.filter(({ status }) => status.kind === kind).length;
  return words.summary(count('talking'), count('free'), floor.waiting);
}

interface OwnProps {
  readonly own: FloorAgent | undefined;
  readonly agents: readonly FloorAgent[];
  readonly deed: Pick<ReturnType<typeof useDeed>, 'mutate' | 'variables' | 'isSuccess'>;
}
/** What the supervisor is doing now, or what is missing before he can; said as it changes. */
function Own({ own, agents, deed }: OwnProps) {
  const { sentences } = useSpoken();
  const words = sentences.floor;
  const monitors = own?.monitors ?? null;
  return (
    <div className="floor-own" data-on={monitors !== null}>
      <output>{useOwnWords(own, agents, deed.isSuccess ? deed.variables : undefined)}</output>
      {own === undefined ? <Link to="/positions">{words.toPositions}</Link> : null}
      {monitors === null ? null : (
        <button type="button" className="key" onClick={() => deed.mutate({ kind: 'stop' })}>
          {words.stop}
        </button>
      )}
    </div>
  );
}

/** `done`: what was last done from this screen. */
function useOwnWords(
  own: FloorAgent | undefined,
  agents: readonly FloorAgent[],
  done: Deed | undefined,
): string {
  const { language, sentences } = useSpoken();
  const words = sentences.floor;
  if (own === undefined) return words.needSeat;
  // [FLOOR-40] A call of one's own that nobody was rid of for it needs no sentence but why the keys are off.
  if (done?.kind === 'take-over' && own.call?.id === done.call) return words.yourCall;
  if (!isIdle(own)) return FAULTS.ON_A_CALL[language];
  if (!own.lineConnected) return words.needSound;
  if (own.monitors === null) return '';
  const { mode, agent } = own.monitors;
  const other = agents.find((one) => one.agent === agent);
  if (other === undefined) return words.waits(words.doing[mode]);
  return words.with(words.doing[mode], other.name, other.positionNumber);
}
