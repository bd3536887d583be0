/** What one floor carries; beyond it, newcomers are refused and nothing else changes. */
export const LIMITS = {
  /** [ACD-16] The largest evening planned for is ten thousand agents on one floor; past twice that an agent is refused. */
  agentsMax: 20_000,
  /** Rules may not ask for a longer line: at 70 s a call and 1,000 agents, 5,000 waiting is six minutes of waiting. */
  waitingMax: 5_000,
  /** Leases are there to end: none may be longer than an hour. */
  leaseMsMax: 3_600_000,
  /** A word of typing keeps a wrap-up open for so long: a desk says it every two seconds, and one may be lost. */
  typingMs: 5_000,
  /** Each step looks at every site that has somebody free. */
  sitesMax: 100,
  /** Turns of the sites are sums of 1 over the weight: they stay exact enough for a night of ten million calls. */
  weightMin: 0.01,
  weightMax: 1_000,
} as const;
