import { useQuery } from '@tanstack/react-query';
import { useSpoken } from '../language/use-sentences.tsx';
import { loadQuery } from './use-trace.ts';

/** How many calls the machine carries of how many, and what it could not. */
export function LoadLine() {
  const words = useSpoken().sentences.trace.load;
  const load = useQuery(loadQuery).data;
  if (load === undefined) return null;
  const shed = Object.values(load.shed).reduce((sum, times) => sum + times, 0);
  return (
    <output className="ops-load">
      {words.carried(load.calls, load.callsMax)}
      {shed === 0 ? null : <> {words.shed(shed)}</>}
      {load.shedding ? <strong> {words.shedding}</strong> : null}
    </output>
  );
}
