import type { SettingName } from './settings-table.ts';

/** Servers that pass the sound of a desk on where its network lets nothing else through. */
export interface TurnSettings {
  /** `turn:`, `turns:` and `stun:` addresses. */
  readonly urls: readonly string[];
  readonly key: TurnKey;
}

export type TurnKey =
  /** Shared with the server, which so knows the credentials that we make and that end by themselves. */
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'fixed'; readonly user: string; readonly password: string }
  /** For `stun:` alone. */
  | { readonly kind: 'none' };

interface Reads {
  text(name: SettingName): string;
  wrong(sentence: string): void;
}

/** A browser asks all of them at each opening; more only make it wait. */
const URLS_MAX = 8;
/** RFC 7064 and 7065, with a host written out: a query names a transport and nothing else. */
const URL_FORM =
  /^(?:stun:|turns?:)(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[\da-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/i;

/** null: there are none. What is wrong is said without a secret. */
export function readTurn(reader: Reads): TurnSettings | null {
  const urls = reader
    .text('PLEDGELINE_TURN_URLS')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (urls.some((url) => !isGood(url)))
    reader.wrong(
      'PLEDGELINE_TURN_URLS takes addresses like turn:turn.example.org:3478?transport=udp, parted by commas; one of them is none.',
    );
  if (urls.length > URLS_MAX)
    reader.wrong(`PLEDGELINE_TURN_URLS holds ${urls.length} addresses: ${URLS_MAX} are the most.`);
  const key = readKey(reader);
  if (key.kind !== 'none' && urls.length === 0)
    reader.wrong(
      'PLEDGELINE_TURN_URLS is not set, and without it a secret or a password for TURN is for nothing.',
    );
  if (key.kind === 'none' && urls.some((url) => /^turns?:/i.test(url)))
    reader.wrong(
      'PLEDGELINE_TURN_URLS names a TURN server, which wants PLEDGELINE_TURN_SECRET, or PLEDGELINE_TURN_USER and PLEDGELINE_TURN_PASSWORD.',
    );
  return urls.length === 0 ? null : { urls, key };
}

function readKey(reader: Reads): TurnKey {
  const secret = reader.text('PLEDGELINE_TURN_SECRET');
  const user = reader.text('PLEDGELINE_TURN_USER');
  const password = reader.text('PLEDGELINE_TURN_PASSWORD');
  if ((user === '') !== (password === ''))
    reader.wrong(
      'PLEDGELINE_TURN_USER and PLEDGELINE_TURN_PASSWORD go together: one is set and the other is not.',
    );
  if (secret !== '' && user !== '')
    reader.wrong('PLEDGELINE_TURN_SECRET and PLEDGELINE_TURN_USER exclude each other: set one of them.');
  if (secret !== '') return { kind: 'secret', secret };
  return user === '' ? { kind: 'none' } : { kind: 'fixed', user, password };
}

const isGood = (url: string): boolean =>
  URL_FORM.test(url) && Number(/:(\d+)(?:\?|$)/.exec(url)?.[1] ?? 1) <= 65_535;
