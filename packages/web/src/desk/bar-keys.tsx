import { barNumber } from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { meQuery, replyOf } from '../app/queries.ts';
import { supervises } from '../app/who.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { useSession } from './use-session.ts';

const LASTS = ['evening', 'campaign'] as const;

/** [HXW-5] For a supervisor who has taken a hoax over, while the call is on: its number is known no longer than that. */
export function BarKeys() {
  const { view } = useSession();
  const { hoax: words } = useSentences();
  const me = useQuery(meQuery);
  const onScreen = view.desk.call;
  const bar = useMutation({
    mutationFn: (wish: { readonly id: string; readonly lasts: (typeof LASTS)[number] }) =>
      replyOf(call(barNumber, { params: { call: wish.id }, body: { lasts: wish.lasts, reason: 'hoax' } })),
  });
  if (onScreen?.state !== 'talking' || onScreen.hoax?.state !== 'given') return null;
  if (me.data === undefined || !supervises(me.data)) return null;
  const isWithheld = onScreen.caller.kind === 'withheld';
  return (
    <fieldset className="bar-number" aria-label={words.bar}>
      <p>{words.bar}</p>
      {LASTS.map((lasts) => (
        <button
          key={lasts}
          type="button"
          className="key"
          disabled={isWithheld || bar.isPending}
          onClick={() => bar.mutate({ id: onScreen.id, lasts })}
        >
          {lasts === 'evening' ? words.barEvening : words.barCampaign}
        </button>
      ))}
      <output>{isWithheld ? words.barWithheld : bar.isSuccess ? words.barDone : ''}</output>
      <Failure error={bar.error} />
    </fieldset>
  );
}
