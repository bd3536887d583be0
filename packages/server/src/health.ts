import { sql } from 'kysely';
import type { Database } from './adapters/database/connect.ts';
import type { Health } from './adapters/http/watch.ts';

const ANSWER_WITHIN_MS = 1_000;

/** Is the line able to take a pledge? Whoever answers this has its SIP port open, or it would not have started. */
export function healthOf(parts: {
  readonly db: Database;
  readonly media: { readonly there: boolean };
  readonly load: { state(): { readonly shedding: boolean } };
}) {
  return async (): Promise<Health> => ({
    database: (await answers(parts.db)) ? 'up' : 'down',
    media: parts.media.there ? 'up' : 'down',
    sip: 'up',
    newCalls: parts.load.state().shedding ? 'few' : 'all',
  });
}

async function answers(db: Database): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ANSWER_WITHIN_MS, false);
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
