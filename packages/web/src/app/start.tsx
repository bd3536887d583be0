import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { Entry } from '../access/entry.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { Failure, Loading } from './failures.tsx';
import { meQuery } from './queries.ts';
import { isStaff, runsRoom, runsSite } from './who.ts';

/** Everybody to where they work: who sits, to the desk; staff, to the floor; others are told how to come in. */
export function Start() {
  const me = useQuery(meQuery);
  const { access } = useSentences();
  if (me.isPending) return <Loading />;
  if (me.data !== undefined && me.data.seat !== null && !isStaff(me.data))
    return <Navigate to="/desk" replace />;
  if (me.data !== undefined && isStaff(me.data))
    return <Navigate to={runsRoom(me.data) || runsSite(me.data) ? '/positions' : '/trunks'} replace />;
  return (
    <Entry title={access.signInTitle}>
      <Failure error={me.error} />
      <p className="entry-help">{access.signInHelp}</p>
      <Link to="/seat" className="key key-first">
        {access.seatTitle}
      </Link>
      <p className="entry-note">{access.staffHelp}</p>
    </Entry>
  );
}
