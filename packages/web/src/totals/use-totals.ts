import { getTotals, LIVE_TOTALS, TotalsEvent, type Totals } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';
import { LiveChannel, type Link } from '../live/channel.ts';

const TOTALS = ['totals'] as const;

/** The newest totals: asked for once, then told over the live channel, which resumes where it was cut. */
export function useTotals(): {
  readonly totals: Totals | undefined;
  readonly error: Error | null;
  readonly link: Link;
} {
  const [link, setLink] = useState<Link>('connecting');
  const query = useQuery({
    queryKey: TOTALS,
    queryFn: () => replyOf(call(getTotals, {})),
    staleTime: Infinity,
  });
  useEffect(() => {
    const channel = new LiveChannel(LIVE_TOTALS, TotalsEvent, {
      heard: ({ totals }) => queries.setQueryData(TOTALS, totals),
      link: setLink,
    });
    channel.open();
    return () => channel.close();
  }, []);
  return { totals: query.data, error: query.error, link };
}
