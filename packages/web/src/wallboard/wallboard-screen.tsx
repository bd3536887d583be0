import type { Wallboard } from '@pledgeline/contract';
import { airAt, countdown } from '../evening/on-air.ts';
import { duration } from '../floor/duration.ts';
import { percent, seconds } from '../floor/figure-words.ts';
import { useClock } from '../floor/use-clock.ts';
import { wholeMoney } from '../language/money.ts';
import { useSpoken } from '../language/use-sentences.tsx';
import { useWallboard } from './use-wallboard.ts';
import './wallboard.css';

/** The room's big screen: read from the last row, and touched by nobody. */
export function WallboardScreen() {
  // Behind the #: it is sent to no server and written into no log, and a reload finds it again.
  const { board, isClosed, isOld } = useWallboard(location.hash.slice(1));
  const { sentences } = useSpoken();
  const words = sentences.wallboard;
  const now = useClock();
  if (isClosed) return <Empty text={words.closed} />;
  if (board === undefined) return <Empty text={words.opening} />;
  const old = isOld(now);
  return (
    <main className="wallboard" data-old={old}>
      <h1 className="unseen">{words.title}</h1>
      <output className="wallboard-old">{old ? words.old : ''}</output>
      <Money board={board} />
      <Air board={board} />
      <Room board={board} />
    </main>
  );
}

const Empty = ({ text }: { readonly text: string }) => (
  <main className="wallboard">
    <p className="wallboard-empty">{text}</p>
  </main>
);

interface Shown {
  readonly board: Wallboard;
}

function Money({ board }: Shown) {
  const { sentences, language } = useSpoken();
  return (
    <section className="wallboard-money">
      <h2>{sentences.wallboard.promised}</h2>
      <p>{wholeMoney(board.promisedCents, language)}</p>
    </section>
  );
}

/** [WBD-4] The next moment on air, or the one that is on. */
function Air({ board: { evening } }: Shown) {
  const { sentences } = useSpoken();
  const words = sentences.wallboard;
  const air = airAt(evening ?? undefined, useClock());
  return (
    <section className="wallboard-air" data-kind={air.kind}>
      <h2>{air.kind === 'now' ? words.onAir : words.nextOnAir}</h2>
      <p>{air.kind === 'nothing' ? '–' : air.kind === 'now' ? words.now : countdown(air.inMs)}</p>
      <span>{air.kind === 'nothing' ? words.noneSoon : air.moment.title}</span>
    </section>
  );
}

function Room({ board }: Shown) {
  const { sentences, language } = useSpoken();
  const words = sentences.wallboard;
  const now = useClock();
  const longest = board.waitsSince === null ? null : now - board.waitsSince;
  const cells = [
    { name: words.waiting, value: `${board.waiting}`, alert: board.waiting > 0 && board.ready === 0 },
    {
      name: words.longest,
      value: board.waitsSince === null ? '–' : duration(board.waitsSince, now),
      alert: longest !== null && board.boundMs > 0 && longest > board.boundMs,
    },
    { name: words.ready, value: `${board.ready}`, alert: false },
    { name: words.talking, value: `${board.talking}`, alert: false },
    { name: words.wrappingUp, value: `${board.wrappingUp}`, alert: false },
    {
      name: words.serviceLevel(seconds(board.boundMs, language)),
      value: percent(board.serviceLevel, language),
      alert: false,
    },
  ];
  return (
    <dl className="wallboard-room">
      {cells.map(({ name, value, alert }) => (
        <div key={name} data-alert={alert}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
