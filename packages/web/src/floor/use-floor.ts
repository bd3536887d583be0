import {
  changedFloor,
  FloorEvent,
  getFloor,
  LIVE_FLOOR,
  monitorCall,
  stopMonitoring,
  takeOverCall,
  type FloorState,
  type MonitorMode,
} from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';
import { LiveChannel, type Link } from '../live/channel.ts';

const FLOOR = ['floor'] as const;
/** While the live connection is away, what a supervisor looks at must still not be older than a glance. */
const LOOK_AGAIN_MS = 2_000;

/** [FLW-4] The floor as it is told, change by change; asked for while nobody tells it. */
export function useFloor() {
  const [link, setLink] = useState<Link>('connecting');
  useEffect(() => {
    const channel = new LiveChannel(LIVE_FLOOR, FloorEvent, { heard, link: setLink });
    channel.open();
    return () => channel.close();
  }, []);
  return useQuery({
    queryKey: FLOOR,
    queryFn: () => replyOf(call(getFloor, {})),
    refetchInterval: link === 'live' ? false : LOOK_AGAIN_MS,
    // The one who listens looks at another window now and then.
    refetchIntervalInBackground: true,
  });
}

function heard(event: FloorEvent): void {
  if (event.kind === 'floor') queries.setQueryData<FloorState>(FLOOR, event.floor);
  else
    queries.setQueryData<FloorState>(FLOOR, (floor) =>
      floor === undefined ? undefined : changedFloor(floor, event.change),
    );
}

/** `call` is the call that was on the tile when the key was pressed: another one since then is left alone. */
export type Deed =
  | { readonly kind: 'monitor'; readonly call: string; readonly mode: MonitorMode }
  | { readonly kind: 'take-over'; readonly call: string }
  | { readonly kind: 'stop' };

export const useDeed = () =>
  useMutation({
    mutationFn: (deed: Deed) => replyOf(ask(deed)),
    onSuccess: (floor: FloorState) => queries.setQueryData(FLOOR, floor),
    onError: () => queries.invalidateQueries({ queryKey: FLOOR }),
  });

function ask(deed: Deed) {
  if (deed.kind === 'stop') return call(stopMonitoring, {});
  const params = { call: deed.call };
  if (deed.kind === 'take-over') return call(takeOverCall, { params });
  return call(monitorCall, { params, body: { mode: deed.mode } });
}
