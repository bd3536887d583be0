import {
  getFloor,
  monitorCall,
  stopMonitoring,
  takeOverCall,
  type FloorState,
  type MonitorMode,
} from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const FLOOR = ['floor'] as const;
/** What a supervisor looks at must not be older than a glance. */
const LOOK_AGAIN_MS = 2_000;

export const useFloor = () =>
  useQuery({
    queryKey: FLOOR,
    queryFn: () => replyOf(call(getFloor, {})),
    refetchInterval: LOOK_AGAIN_MS,
    // The one who listens looks at another window now and then.
    refetchIntervalInBackground: true,
  });

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
