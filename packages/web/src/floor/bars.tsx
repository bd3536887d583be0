import { liftBar, listBars } from '@pledgeline/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../app/call.ts';
import { Failure } from '../app/failures.tsx';
import { queries, replyOf } from '../app/queries.ts';
import { useSpoken } from '../language/use-sentences.tsx';

const BARS = ['bars'] as const;
const LOOK_AGAIN_MS = 10_000;

/** [HXW-6] What is barred, by whom and until when; which number, nobody can say. */
export function Bars() {
  const { language, sentences } = useSpoken();
  const words = sentences.hoax;
  const bars = useQuery({
    queryKey: BARS,
    queryFn: () => replyOf(call(listBars, {})),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const lift = useMutation({
    mutationFn: (id: string) => replyOf(call(liftBar, { params: { id } })),
    onSuccess: (left) => queries.setQueryData(BARS, left),
    onError: () => queries.invalidateQueries({ queryKey: BARS }),
  });
  const when = (moment: number): string =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(moment);
  if (bars.data === undefined) return null;
  return (
    <section className="bars" aria-labelledby="bars-title">
      <h2 id="bars-title">{words.bars}</h2>
      <p>{bars.data.bars.length === 0 ? words.barsNone : words.barsWhy}</p>
      <Failure error={lift.error} />
      <ul>
        {bars.data.bars.map(({ id, reason, by, madeAt, until }) => (
          <li key={id}>
            <span>
              <b>{words.reasons[reason]}</b> {words.barBy(by, when(madeAt))},{' '}
              {until === null ? words.barForCampaign : words.barUntil(when(until))}
            </span>{' '}
            <button type="button" className="key" onClick={() => lift.mutate(id)}>
              {words.lift}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
