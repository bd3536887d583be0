import type { FloorState } from '@pledgeline/contract';
import { useSpoken } from '../language/use-sentences.tsx';
import { Since } from './since.tsx';

/** One line of them; how many more there are is said. */
const SHOWN_MAX = 10;

/** [FLW-6] Who waits, the longest waiting first: how long, on which number, and what is done meanwhile. */
export function Queue({
  floor: { queue, waiting },
}: {
  readonly floor: Pick<FloorState, 'queue' | 'waiting'>;
}) {
  const { sentences } = useSpoken();
  const words = sentences.floorFigures;
  const shown = queue.slice(0, SHOWN_MAX);
  return (
    <section className="floor-queue" aria-label={words.queue}>
      <h2>{words.queue}</h2>
      {shown.length === 0 ? <p>{words.nobodyWaits}</p> : null}
      <ol>
        {shown.map(({ call, since, line, doing }) => (
          <li key={call}>
            <Since since={since} className="floor-queue-time" />
            <span>{doing === 'aside' ? words.aside : sentences.floor.line(line)}</span>
          </li>
        ))}
      </ol>
      {waiting > shown.length ? <p>{words.andMore(waiting - shown.length)}</p> : null}
    </section>
  );
}
