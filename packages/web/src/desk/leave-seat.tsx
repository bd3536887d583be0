import { leaveSeat } from '@pledgeline/contract';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { call } from '../app/call.ts';
import { isNow, meQuery, queries, replyOf } from '../app/queries.ts';
import { isStaff } from '../app/who.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { useSession } from './use-session.ts';

/** Getting up is for between the calls only. */
export function LeaveSeat() {
  const { access, nav } = useSentences();
  const { view } = useSession();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => replyOf(call(leaveSeat, {})),
    onSuccess: (me) => {
      isNow(me);
      void navigate({ to: '/' });
    },
  });
  const me = queries.getQueryData(meQuery.queryKey);
  if (view.desk.call !== null || view.desk.form !== null) return null;
  return (
    <>
      {me !== undefined && isStaff(me) ? (
        <Link to="/positions" className="link">
          {nav.positions}
        </Link>
      ) : null}
      <button type="button" className="link" disabled={leave.isPending} onClick={() => leave.mutate()}>
        {access.leaveSeat}
      </button>
    </>
  );
}
