import { HANDLE_AIM_MS, type FloorFigures } from '@pledgeline/contract';
import { useSpoken } from '../language/use-sentences.tsx';
import { percent, seconds } from './figure-words.ts';

type Row = Partial<FloorFigures['evening']> & FloorFigures['sites'][number];

/** [FLW-5] The evening in figures: all of it, its last quarter of an hour, and each site of it. */
export function FiguresTable({ figures }: { readonly figures: FloorFigures }) {
  const { sentences, language } = useSpoken();
  const words = sentences.floorFigures;
  const rows: readonly Row[] = [
    { ...figures.evening, site: words.evening },
    { ...figures.recent, site: words.recent },
    ...(figures.sites.length > 1 ? figures.sites : []),
  ];
  return (
    <section className="floor-figures" aria-label={words.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{words.when}</span>
            </th>
            <th scope="col">{words.offered}</th>
            <th scope="col">{words.answered}</th>
            <th scope="col">{words.abandoned}</th>
            <th scope="col">{words.serviceLevel(seconds(figures.boundMs, language))}</th>
            <th scope="col">{words.answer}</th>
            <th scope="col">{words.occupancy}</th>
            <th scope="col">{words.handle(seconds(HANDLE_AIM_MS, language))}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.site}>
              <th scope="row">{row.site}</th>
              <td>{row.offered ?? ''}</td>
              <td>{row.answered}</td>
              <td>{row.abandoned === undefined ? '' : abandonedOf(row, words)}</td>
              <td>{percent(row.serviceLevel, language)}</td>
              <td>{seconds(row.answerMs, language)}</td>
              <td>{percent(row.occupancy, language)}</td>
              <td data-over={row.handleMs !== null && row.handleMs > HANDLE_AIM_MS}>
                {seconds(row.handleMs, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const abandonedOf = (
  { abandoned = 0, abandonedShort = 0 }: Row,
  words: ReturnType<typeof useSpoken>['sentences']['floorFigures'],
): string => (abandonedShort === 0 ? `${abandoned}` : `${abandoned} ${words.short(abandonedShort)}`);
