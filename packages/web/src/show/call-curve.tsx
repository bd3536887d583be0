import { useSentences } from '../language/use-sentences.tsx';

/** [WEB-106] How the calls came after a moment, minute by minute. */
export function CallCurve({ calls }: { readonly calls: readonly number[] | null }) {
  const { show: words } = useSentences();
  if (calls === null) return <span className="curve-none">{words.toCome}</span>;
  const total = calls.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...calls);
  return (
    <span className="curve">
      <svg
        viewBox={`0 0 ${calls.length * 10} 30`}
        role="img"
        aria-label={words.callsOf(total, calls[0] ?? 0)}
        preserveAspectRatio="none"
      >
        {calls.map((count, minute) => (
          // The minute is what a bar is of, and stays in its place.
          <rect
            key={`${minute + 1}`}
            x={minute * 10}
            y={29 - (28 * count) / most}
            width="8"
            height={1 + (28 * count) / most}
          />
        ))}
      </svg>
      <b aria-hidden="true">{total}</b>
    </span>
  );
}
