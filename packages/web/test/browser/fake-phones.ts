import {
  PhoneUser,
  readPhoneNetwork,
  type Fault,
  type NewPhonePassword,
  type PhoneAccount,
  type Position,
  type Site,
} from '@pledgeline/contract';

type Answered = object | { readonly fault: Fault; readonly message: string };
const refused = (fault: Fault): Answered => ({ fault, message: fault });

/** Accounts of desk phones and networks of sites, judged by the contract as the real ones are. */
export class FakePhones {
  accounts: PhoneAccount[] = [];
  sites: Site[] = [
    { id: 'a', name: 'Salle A', networks: ['192.0.2.0/24', '2001:db8:7::/48'] },
    { id: 'b', name: 'Salle B', networks: [] },
  ];
  registrar: NewPhonePassword['registrar'] = { addresses: ['192.0.2.1'], port: 5060, tlsPort: 5061 };
  #made = 0;

  /** Null: it is not about phones. */
  answer(said: string, body: unknown, positions: readonly Position[]): Answered | null {
    if (said === 'GET /api/phone-accounts') return { accounts: this.accounts };
    if (said === 'GET /api/sites') return { sites: this.sites };
    const [, , kind, id, , deed] = said.split('/');
    if (kind === 'sites') return this.#setNetworks(id ?? '', body);
    const position = positions.find((one) => one.id === id);
    if (position === undefined || !said.includes('/phone-account')) return null;
    if (said.startsWith('DELETE')) return this.#remove(position);
    return deed === 'renew' ? this.#renew(position) : this.#make(position, body);
  }

  #make(position: Position, body: unknown): Answered {
    const user = PhoneUser.safeParse((body as { user: unknown }).user);
    if (!user.success) return refused('BAD_INPUT');
    if (this.accounts.some((one) => one.user === user.data)) return refused('PHONE_USER_TAKEN');
    const { id, number, site } = position;
    const account = { position: id, positionNumber: number, site, user: user.data };
    this.accounts = [...this.accounts, { ...account, registered: false, from: null }];
    return this.#password(user.data);
  }

  #renew({ id }: Position): Answered {
    const account = this.accounts.find((one) => one.position === id);
    return account === undefined ? refused('NOT_FOUND') : this.#password(account.user);
  }

  #remove({ id }: Position): Answered {
    this.accounts = this.accounts.filter((one) => one.position !== id);
    return { accounts: this.accounts };
  }

  #password(user: string): NewPhonePassword {
    this.#made += 1;
    return { user, password: `k7mq3wtx9cfyhn${String(1000 + this.#made)}`, registrar: this.registrar };
  }

  #setNetworks(id: string, body: unknown): Answered {
    const { networks } = body as { networks: string[] };
    if (networks.some((network) => readPhoneNetwork(network) === null)) return refused('SITE_NETWORK');
    this.sites = this.sites.map((site) => (site.id === id ? { ...site, networks } : site));
    return { sites: this.sites };
  }
}
