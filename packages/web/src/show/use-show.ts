import {
  addMoment,
  addOpening,
  changeMoment,
  getShow,
  importShow,
  removeMoment,
  removeOpening,
  type Opening,
  type Show,
  type ShowImported,
  type ShowMoment,
} from '@pledgeline/contract';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { queries, replyOf } from '../app/queries.ts';
import { askEveningAgain } from '../evening/use-evening.ts';

const SHOW = ['show'] as const;
/** The curve beside a moment grows by the minute. */
const LOOK_AGAIN_MS = 20_000;

export const showQuery = queryOptions<Show>({
  queryKey: SHOW,
  queryFn: () => replyOf(call(getShow, {})),
  refetchInterval: LOOK_AGAIN_MS,
});

export type Deed =
  | { readonly kind: 'add-opening'; readonly opening: Opening }
  | { readonly kind: 'remove-opening' | 'remove-moment'; readonly id: string }
  | { readonly kind: 'add-moment'; readonly moment: ShowMoment }
  | { readonly kind: 'change-moment'; readonly id: string; readonly moment: ShowMoment };

export const useDeed = (done: () => void = () => undefined) =>
  useMutation({
    mutationFn: (deed: Deed) => replyOf(ask(deed)),
    onSuccess(show: Show) {
      showIsNow(show);
      done();
    },
  });

export const useImport = () =>
  useMutation({
    mutationFn: (csv: string) => replyOf(call(importShow, { body: { csv } })),
    onSuccess: ({ show }: ShowImported) => showIsNow(show),
  });

function showIsNow(show: Show): void {
  queries.setQueryData(SHOW, show);
  askEveningAgain();
}

function ask(deed: Deed) {
  switch (deed.kind) {
    case 'add-opening':
      return call(addOpening, { body: deed.opening });
    case 'remove-opening':
      return call(removeOpening, { params: { id: deed.id } });
    case 'add-moment':
      return call(addMoment, { body: deed.moment });
    case 'change-moment':
      return call(changeMoment, { params: { id: deed.id }, body: deed.moment });
    case 'remove-moment':
      return call(removeMoment, { params: { id: deed.id } });
    default:
      throw new Error('no such deed');
  }
}
