import {
  getFloorNotes,
  putOnBreak,
  sendMessage,
  type BreakReason,
  type FloorNotes,
} from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';

const NOTES = ['floor-notes'] as const;
const LOOK_AGAIN_MS = 2_000;

export const useFloorNotes = (agent: string): FloorNotes['notes'][number] | undefined =>
  useQuery({
    queryKey: NOTES,
    queryFn: () => replyOf(call(getFloorNotes, {})),
    refetchInterval: LOOK_AGAIN_MS,
    select: ({ notes }) => notes.find((one) => one.agent === agent),
  }).data;

export type Word =
  | { readonly kind: 'break'; readonly reason: BreakReason }
  | { readonly kind: 'message'; readonly text: string };

/** What a supervisor says to one desk. */
export const useWordTo = (agent: string) =>
  useMutation({
    mutationFn: (word: Word) => {
      const params = { agent };
      return word.kind === 'break'
        ? replyOf(call(putOnBreak, { params, body: { reason: word.reason } }))
        : replyOf(call(sendMessage, { params, body: { text: word.text } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: NOTES }),
  });
