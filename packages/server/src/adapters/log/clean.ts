/** What is written in place of what may not be. */
export const REMOVED = '[removed]';

const DEPTH_MAX = 5;
const ITEMS_MAX = 20;
const CHARS_MAX = 2_000;
const FRAMES_MAX = 12;

/** Keys whose values are a person's, or open a door. Compared in lower case, without `_` and `-`. */
const PRIVATE_KEYS = new Set(
  `account address authorization body caller city code cookie cookies country donor email firstname from
  headers iban ip lastname link name note number params password people person phone postcode query rawbody
  recipient remoteaddress req secret setcookie street subject text title to token town url uri user`.split(
    /\s+/,
  ),
);

/**
 * A log outlives the evening and is read by whoever runs the machine: no number, name, address or key of a person gets
 * into it. Callers pass ids; this is the net below, for what slips through: by the key's name, and by the value's look.
 */
export function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return scrub(String(value));
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH_MAX || ArrayBuffer.isView(value)) return REMOVED;
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => clean(item, depth + 1));
  return cleanFields(Object.entries(value), depth);
}

function cleanFields(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {};
  for (const [key, value] of entries.slice(0, ITEMS_MAX * 2)) {
    const isPrivate = PRIVATE_KEYS.has(key.toLowerCase().replaceAll(/[_-]/g, ''));
    cleaned[scrub(key)] =
      isPrivate && value !== null && value !== undefined ? REMOVED : clean(value, depth + 1);
  }
  return cleaned;
}

/** The message of an error may quote its input, above all the database's; the frames of its stack do not. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = (error as { readonly code?: unknown }).code;
  return {
    type: error.name,
    message: scrub(withoutQuotes(error.message)),
    ...(typeof code === 'string' ? { code: scrub(code) } : {}),
    stack: frames
      .slice(0, FRAMES_MAX)
      .map((frame) => frame.trim())
      .join('\n'),
    ...(error.cause === undefined || depth >= DEPTH_MAX ? {} : { cause: clean(error.cause, depth + 1) }),
  };
}

const withoutQuotes = (message: string): string =>
  message.replaceAll(/"[^"\n]{0,500}"|\([^()\n]*\)=\([^()\n]*\)/g, `"${REMOVED}"`);

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const EMAIL = '[^\\s@<>"]{1,64}@[^\\s@<>"]{1,255}';
/** 128 bits in base64url, or longer: a token. */
const OPAQUE = '[A-Za-z0-9_-]{22,}';
const QUERY = '\\?[^\\s"]+=[^\\s"]*';
/** Seven digits or more, however they are spaced: a telephone, card or account number. */
const DIGITS = '\\+?\\d(?:[ .()/\\u00a0\\u202f-]{0,2}\\d){6,}';
const SUSPECT = new RegExp(`(${UUID})|${EMAIL}|${OPAQUE}|${QUERY}|${DIGITS}`, 'gi');

/** Our own ids (UUIDs) stay: they are what the log is searched by. */
export function scrub(text: string): string {
  return text.slice(0, CHARS_MAX).replaceAll(SUSPECT, (_match, uuid: string | undefined) => uuid ?? REMOVED);
}
