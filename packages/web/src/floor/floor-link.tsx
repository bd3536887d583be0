import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../app/queries.ts';
import { supervises } from '../app/who.ts';
import { useSentences } from '../language/use-sentences.tsx';

/** From a supervisor's desk to the floor, in a window beside it: the desk carries the sound and must stay open. */
export function FloorLink() {
  const me = useQuery(meQuery);
  const { nav, outbox } = useSentences();
  if (me.data === undefined || !supervises(me.data)) return null;
  return (
    <a className="link" href="/floor" target="pledgeline-floor">
      {nav.floor} <span className="unseen">({outbox.newTab})</span>
    </a>
  );
}
