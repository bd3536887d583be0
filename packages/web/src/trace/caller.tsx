import type { TraceCall } from '@pledgeline/contract';
import { useSentences } from '../language/use-sentences.tsx';

/** What may be seen of a caller: the last two digits at the most. */
export function CallerEnds({ call }: { readonly call: TraceCall }) {
  const { trace: words } = useSentences();
  if (call.withheld) return <>{words.withheld}</>;
  if (call.callerEnds === null) return <span className="ops-soft">{words.unknown}</span>;
  return (
    <>
      <span aria-hidden="true" className="ops-masked">
        •• •• •• •• {call.callerEnds}
      </span>
      <span className="unseen">{words.callerEnds(call.callerEnds)}</span>
    </>
  );
}
