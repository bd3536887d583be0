import type { Fault, Trunk, TrunkForm, TrunkState } from '@pledgeline/contract';

/** The trunks of an invented evening, in every state that a screen must show. */
export class FakeTrunks {
  all: Trunk[] = [];
  mayEdit = true;
  /** The next change is refused like this. */
  refuses: { readonly fault: Fault; readonly path: string } | null = null;

  answer(method: string, path: string, body: unknown): unknown {
    const [, id, part] = path.split('/').slice(2);
    const form = (body as { form?: TrunkForm } | null)?.form;
    if (this.refuses !== null && method !== 'GET') {
      const { fault, path: field } = this.refuses;
      this.refuses = null;
      return { fault, message: fault, fields: [{ path: field, message: fault }] };
    }
    if (method === 'POST' && form !== undefined) this.all.push(trunkOf('added', form, {}));
    if (method === 'PUT' && form !== undefined) this.#change(id, () => form);
    if (part === 'enabled') this.#change(id, (was) => ({ ...was, ...(body as { enabled: boolean }) }));
    if (method === 'DELETE') this.all = this.all.filter((trunk) => trunk.id !== id);
    return { trunks: this.all, mayEdit: this.mayEdit };
  }

  #change(id: string | undefined, next: (form: TrunkForm) => TrunkForm): void {
    this.all = this.all.map((trunk) => (trunk.id === id ? { ...trunk, form: next(trunk.form) } : trunk));
  }
}

const form: TrunkForm = {
  name: 'Opérateur',
  enabled: true,
  transport: 'udp',
  addresses: ['198.51.100.0/24'],
  registration: null,
  outboundProxy: null,
  countryCode: '33',
  shortNumbers: ['110'],
  callsMax: 60,
  keepAliveSeconds: 30,
  earlyMedia: false,
  authority: null,
  outgoing: false,
};
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

const trunkOf = (id: string, change: Partial<TrunkForm>, state: Partial<TrunkState>): Trunk => ({
  id,
  revision: 1,
  trial: false,
  form: { ...form, ...change },
  hasPassword: change.registration !== undefined && change.registration !== null,
  state: {
    reach: 'up',
    since: secondsAgo(3_000),
    latencyMs: 23.4,
    answer: { status: 200, at: secondsAgo(12) },
    registration: 'none',
    registeredUntil: null,
    calls: 0,
    resolved: [],
    unresolved: [],
    tlsFault: null,
    ...state,
  },
});

const account = (registrar: string): TrunkForm['registration'] => ({
  registrar,
  user: '0231001100',
  authUser: null,
  password: null,
  expiresSeconds: 600,
});

export const someTrunks = (): Trunk[] => [
  trunkOf(
    'a',
    { name: 'Numéro court 110', addresses: ['198.51.100.0/24', 'sip.operateur.example'] },
    { calls: 41 },
  ),
  trunkOf(
    'b',
    {
      name: 'Secours, par Internet',
      transport: 'tls',
      addresses: [],
      registration: account('sip.secours.example'),
    },
    { registration: 'registered', registeredUntil: secondsAgo(-400), calls: 3 },
  ),
  trunkOf('c', { name: 'Petit site', callsMax: 8 }, { calls: 8 }),
  trunkOf(
    'd',
    { name: 'Ancien opérateur' },
    { reach: 'down', since: secondsAgo(700), answer: { status: 200, at: secondsAgo(740) } },
  ),
  trunkOf(
    'e',
    { name: 'Compte de test', addresses: [], registration: account('sip.essai.example') },
    { registration: 'refused', unresolved: ['sip.essai.example'] },
  ),
  trunkOf(
    'f',
    { name: 'Chiffrée', transport: 'tls' },
    { tlsFault: 'tls-name', reach: 'unknown', answer: null },
  ),
  trunkOf(
    'g',
    { name: 'Réserve', enabled: false, keepAliveSeconds: null },
    { reach: 'unknown', answer: null },
  ),
];
