import { setHelpers, type Helpers, type Position } from '@pledgeline/contract';
import { Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { queries, replyOf } from '../app/queries.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { positionsQuery } from './positions-query.ts';

/** What whoever sits at this position is beside a volunteer: in force at once. */
export function PositionHelpers({ position }: { readonly position: Position }) {
  const { sites: words } = useSentences();
  const { id, number } = position;
  const set = useMutation({
    mutationFn: (body: Helpers) => replyOf(call(setHelpers, { params: { id }, body })),
    onSuccess: (reply) => queries.setQueryData(positionsQuery.queryKey, reply),
  });
  // What was ticked is seen at once, before the line is asked, and taken back where it was refused.
  const [ticked, setTicked] = useState<Helpers | null>(null);
  const { professional, listener } = ticked ?? position;
  const tick = (helpers: Helpers): void => {
    setTicked(helpers);
    set.mutate(helpers, { onSettled: () => setTicked(null) });
  };
  return (
    <div className="position-helpers">
      <Checkbox
        size="md"
        label={words.professional}
        aria-label={words.professionalAt(number)}
        checked={professional}
        disabled={set.isPending}
        onChange={(event) => tick({ professional: event.target.checked, listener })}
      />
      <Checkbox
        size="md"
        label={words.listener}
        aria-label={words.listenerAt(number)}
        checked={listener}
        disabled={set.isPending}
        onChange={(event) => tick({ professional, listener: event.target.checked })}
      />
      <Failure error={set.error} />
    </div>
  );
}
