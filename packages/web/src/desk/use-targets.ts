import { getHandOverTargets } from '@pledgeline/contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { replyOf } from '../app/queries.ts';

/** Who is free changes with every call. */
const LOOK_AGAIN_MS = 2_000;

export const useTargets = () =>
  useQuery({
    queryKey: ['hand-over'],
    queryFn: () => replyOf(call(getHandOverTargets, {})),
    refetchInterval: LOOK_AGAIN_MS,
    // A list of who was free a while ago is no list.
    gcTime: 0,
    staleTime: 0,
  });
