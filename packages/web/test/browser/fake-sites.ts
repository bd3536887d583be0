import {
  Helpers,
  Preference,
  sitDown,
  SiteShare,
  type Language,
  type Position,
  type Sharing,
} from '@pledgeline/contract';

/** Sites, and who sits there, as far as the screens ask. */
export class FakeSites {
  /** What whoever sat down last speaks. */
  languages: readonly Language[] = [];
  sharing: Sharing = someSharing();

  sat(body: unknown): void {
    this.languages = sitDown.body?.parse(body).languages ?? [];
  }

  /** Null: it is about something else. */
  answer(said: string, body: unknown, positions: Position[]): object | null {
    if (said.includes(' /api/sharing')) return this.#shared(said, body);
    if (!/^PUT \/api\/positions\/.*\/helpers$/.test(said)) return null;
    const position = positions.find(({ id }) => id === said.split('/').at(-2));
    if (position === undefined) return { fault: 'NOT_FOUND' };
    Object.assign(position, Helpers.parse(body));
    return { positions };
  }

  /** As the real one, it answers the whole as it is then. */
  #shared(said: string, body: unknown): object {
    const { sharing } = this;
    if (said === 'PUT /api/sharing/preference') {
      const { overflowSeconds, lines } = Preference.parse(body);
      const siteOf = (line: string) => lines.find((one) => one.line === line)?.site ?? null;
      this.sharing = {
        ...sharing,
        overflowSeconds,
        lines: sharing.lines.map((line) => ({ ...line, site: siteOf(line.id) })),
      };
    } else if (said.startsWith('PUT /api/sharing/sites/')) {
      const [id, share] = [said.split('/').at(-1), SiteShare.parse(body)];
      if (sharing.sites.some((site) => site.id !== id && site.name === share.name))
        return { fault: 'SITE_TWICE', message: '', fields: [{ path: 'name', message: 'SITE_TWICE' }] };
      const sites = sharing.sites.map((site) => (site.id === id ? { ...site, ...share } : site));
      this.sharing = { ...sharing, sites };
    }
    return supervised(this, said, body);
  }
}

function supervised(fake: FakeSites, said: string, body: unknown): object {
  const id = said.split('/').at(-1) === 'link' ? '' : (said.split('/').at(-1) ?? '');
  const changed = (supervisors: Sharing['sites'][number]['supervisors']): void => {
    const [caen, ...others] = fake.sharing.sites;
    if (caen !== undefined) fake.sharing = { ...fake.sharing, sites: [{ ...caen, supervisors }, ...others] };
  };
  const known = fake.sharing.sites[0]?.supervisors ?? [];
  if (said === 'POST /api/sharing/sites/caen/supervisors')
    changed([...known, { id: 'new', name: (body as { name: string }).name }]);
  if (said.startsWith('DELETE ')) changed(known.filter((one) => one.id !== id));
  return said.startsWith('POST ') ? { token: 'a-secret', sharing: fake.sharing } : fake.sharing;
}

const someSharing = (): Sharing => ({
  campaign: 'Campagne',
  overflowSeconds: null,
  sites: [
    {
      id: 'caen',
      name: 'Plateau de Caen',
      weight: 1,
      callsMax: null,
      outsourced: true,
      positions: 60,
      seated: 58,
      speaking: { fr: 58, en: 0 },
      professionals: 20,
      listeners: 0,
      supervisors: [{ id: 'nadia', name: 'Nadia' }],
    },
    {
      id: 'paris',
      name: 'Paris, salle A',
      weight: 1,
      callsMax: 0,
      outsourced: false,
      positions: 15,
      seated: 12,
      speaking: { fr: 12, en: 0 },
      professionals: 0,
      listeners: 3,
      supervisors: [],
    },
  ],
  lines: [
    { id: 'fr', number: '110', language: 'fr', site: null },
    { id: 'en', number: '111', language: 'en', site: null },
  ],
});
