import type { CSSProperties } from 'react';
import { serverNow } from '../app/server-clock.ts';

/** What a call may take: greeting 4, amount 6, identity 8, address 10, way to pay 10, read-back 10, information and thanks 20. */
const PARTS_SECONDS = [4, 6, 8, 10, 10, 10, 20] as const;
const BUDGET_SECONDS = PARTS_SECONDS.reduce((sum, part) => sum + part, 0);

/** A thin line that fills. It never turns red: a donor who has more to say is no fault. */
export function BudgetLine({
  connectedAt,
  running,
}: {
  readonly connectedAt: number | null;
  readonly running: boolean;
}) {
  const since = connectedAt === null ? 0 : Math.max(0, serverNow() - connectedAt);
  const style: CSSProperties = {
    animationDuration: `${BUDGET_SECONDS}s`,
    animationDelay: `-${since}ms`,
    animationPlayState: running ? 'running' : 'paused',
  };
  return (
    <div className="budget" aria-hidden="true">
      {connectedAt === null ? null : <div key={connectedAt} className="budget-spent" style={style} />}
      {PARTS_SECONDS.map((part, index) => (
        // The parts have no name of their own and never change.
        <span key={index} style={{ flexGrow: part }} />
      ))}
    </div>
  );
}
