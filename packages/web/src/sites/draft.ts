import { Preference, SiteShare, type Sharing, type SharingSite } from '@pledgeline/contract';
import { faultsAt, type FormFaults } from '../app/form-faults.ts';

/** A site's part as it stands in the fields: figures are text until they are saved. */
export interface ShareDraft {
  readonly name: string;
  readonly weight: string;
  readonly callsMax: string;
  readonly outsourced: boolean;
}
export type ShareField = keyof ShareDraft;

/** Where calls go, as it stands in the fields. */
export interface PreferenceDraft {
  readonly kind: 'pool' | 'own';
  readonly seconds: string;
  /** By line, the site that it prefers; empty: none. */
  readonly sites: Readonly<Record<string, string>>;
}

type Read<Form, Field extends string> =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'faults'; readonly faults: FormFaults<Field> };

/** What a campaign that has never said so proposes: long enough for a call to end next door. */
const USUAL_SECONDS = '8';

export const shareDraftOf = ({ name, weight, callsMax, outsourced }: SharingSite): ShareDraft => ({
  name,
  weight: String(weight),
  callsMax: callsMax === null ? '' : String(callsMax),
  outsourced,
});

/** What the fields say, judged as the server judges it. */
export function readShare({ name, weight, callsMax, outsourced }: ShareDraft): Read<SiteShare, ShareField> {
  const read = SiteShare.safeParse({
    name,
    weight: figureIn(weight),
    callsMax: callsMax.trim() === '' ? null : figureIn(callsMax),
    outsourced,
  });
  if (read.success) return { kind: 'form', form: read.data };
  return { kind: 'faults', faults: faultsAt(read.error.issues, shareFieldAt) };
}

export const preferenceDraftOf = ({ overflowSeconds, lines }: Sharing): PreferenceDraft => ({
  kind: overflowSeconds === null ? 'pool' : 'own',
  seconds: overflowSeconds === null ? USUAL_SECONDS : String(overflowSeconds),
  sites: Object.fromEntries(lines.map(({ id, site }) => [id, site ?? ''])),
});

export function readPreference({ kind, seconds, sites }: PreferenceDraft): Read<Preference, 'seconds'> {
  const read = Preference.safeParse({
    overflowSeconds: kind === 'pool' ? null : figureIn(seconds),
    lines: Object.entries(sites).map(([line, site]) => ({ line, site: site === '' ? null : site })),
  });
  if (read.success) return { kind: 'form', form: read.data };
  return { kind: 'faults', faults: faultsAt(read.error.issues, () => 'seconds') };
}

const figureIn = (text: string): number => (/^\s*\d{1,5}\s*$/.test(text) ? Number(text) : Number.NaN);

const SHARE_FIELDS: readonly ShareField[] = ['name', 'weight', 'callsMax', 'outsourced'];
export const shareFieldAt = ([first]: readonly PropertyKey[]): ShareField | null =>
  SHARE_FIELDS.find((field) => field === first) ?? null;

/** Lines whose language nobody speaks who sits anywhere. */
export const unspokenLines = ({ lines, sites }: Sharing): Sharing['lines'] =>
  sites.some(({ seated }) => seated > 0)
    ? lines.filter(({ language }) => sites.every(({ speaking }) => speaking[language] === 0))
    : [];
