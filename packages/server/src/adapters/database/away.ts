/** SQLSTATE classes and errors of the socket that say: not now, and not because of what was asked. */
const AWAY = /^(?:08...|57P0.|53...|25006|40001|40P01|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;
const AWAY_WORDS = /^(?:Connection terminated|timeout exceeded when trying to connect)/;

/** Has the database gone, or has it no room just now? Trying again is then the right thing to do. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return AWAY.test(code) || AWAY_WORDS.test(error.message);
}
