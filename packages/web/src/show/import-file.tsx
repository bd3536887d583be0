import { Failure } from '../app/failures.tsx';
import { useSentences } from '../language/use-sentences.tsx';
import { textOf } from './file-text.ts';
import { useImport } from './use-show.ts';

/** [WEB-105] A file brings many moments at once; each line that was left out is named. */
export function ImportFile() {
  const { show: words } = useSentences();
  const take = useImport();
  return (
    <section className="show-part show-import">
      <label>
        <b>{words.import}</b>
        <input
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          onChange={(event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (file === undefined) return;
            void textOf(file).then((csv) => take.mutate(csv));
            // The same file, mended, is a change again.
            input.value = '';
          }}
        />
      </label>
      <p className="show-note">{words.importHelp}</p>
      <Failure error={take.error} />
      <output>
        {take.data === undefined ? null : (
          <>
            <b>{words.imported(take.data.taken)}</b>
            {take.data.refused.map(({ line, why }) => (
              <span key={line} className="show-refused">
                {words.refusedLine(line, words.faults[why])}
              </span>
            ))}
          </>
        )}
      </output>
    </section>
  );
}
