import type { HandingId } from '@pledgeline/calls';
import type { LineId } from '@pledgeline/core';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../adapters/database/tables.ts';
import { RecordKeeper } from './records.ts';

/** One call of which nothing is kept but that it was. */
export interface CharityCall {
  readonly handing: HandingId;
  readonly line: LineId;
  /** A test call, which counts only where the whole campaign is one. */
  readonly trial: boolean;
}

/** The newest ids that were counted: one of a crash, counted again, is among them. */
const HANDINGS_KEPT = 100;

/**
 * [CHA-4] One more for the campaign of that line. Counted again after a crash it changes nothing: of each campaign the
 * newest ids are kept, which were drawn for this and are nowhere else once the log of the floor is written anew. No
 * moment is kept: with it, a seat's calls would say which one it was.
 */
export async function countCharityCalls(db: Kysely<Tables>, calls: readonly CharityCall[]): Promise<void> {
  for (const { handing, line, trial } of calls)
    await sql`
      insert into charity_counts (campaign_id, calls, handings)
      select campaigns.id, 1, array[${handing}]::text[]
      from lines join campaigns on campaigns.id = lines.campaign_id
      where lines.id = ${line} and (campaigns.trial or not ${trial})
      on conflict (campaign_id) do update set
        calls = charity_counts.calls + 1,
        handings = (array_prepend(${handing}, charity_counts.handings))[1:${sql.lit(HANDINGS_KEPT)}]
      where not (${handing} = any (charity_counts.handings))`.execute(db);
}

/** Counts behind the calls, as records are kept; and says when the log of the floor is to be written anew. */
export class CharityCounter {
  readonly #keeper: RecordKeeper<CharityCall>;
  #isCounted = false;

  constructor(count: (calls: readonly CharityCall[]) => Promise<void>, failed: (error: unknown) => void) {
    this.#keeper = new RecordKeeper(async (calls) => {
      await count(calls);
      this.#isCounted = true;
    }, failed);
  }

  add(call: CharityCall): void {
    this.#keeper.add(call);
  }

  retry(): void {
    this.#keeper.retry();
  }

  flush(): Promise<void> {
    return this.#keeper.flush();
  }

  /** [CHA-4] Whether the log says of a call that is counted which one it was; once it was asked, it is to say so no more. */
  takeCounted(): boolean {
    const isCounted = this.#isCounted && this.#keeper.waiting === 0;
    if (isCounted) this.#isCounted = false;
    return isCounted;
  }
}
