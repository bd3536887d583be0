import { duration } from './duration.ts';
import { useClock } from './use-clock.ts';

/** How long something has been so. It alone is drawn each second, and what it stands in is not. */
export function Since({ since, className }: { readonly since: number; readonly className: string }) {
  return <span className={className}>{duration(since, useClock())}</span>;
}
