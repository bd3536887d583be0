import {
  readPhone,
  type Fault,
  type Outside,
  type OutsideNumberForm,
  type OutsideRulesForm,
} from '@pledgeline/contract';

/** What an invented campaign allows outside. */
export class FakeOutside {
  now: Outside = someOutside();
  /** The next change is refused like this. */
  refuses: { readonly fault: Fault; readonly path: string } | null = null;
  #added = 0;

  answer(method: string, path: string, body: unknown): unknown {
    if (method === 'GET') return this.now;
    if (this.refuses !== null) {
      const { fault, path: field } = this.refuses;
      this.refuses = null;
      return { fault, message: fault, fields: [{ path: field, message: fault }] };
    }
    const id = path.split('/')[4];
    const { form } = (body as { form?: object } | null) ?? {};
    if (path.endsWith('/rules')) this.now = { ...this.now, rules: form as OutsideRulesForm };
    else this.#numbers(method, id, form as OutsideNumberForm);
    return this.now;
  }

  #numbers(method: string, id: string | undefined, form: OutsideNumberForm): void {
    const others = this.now.numbers.filter((entry) => entry.id !== id);
    const read = readPhone(form?.number ?? '');
    const number = read.ok ? read.value : '';
    this.#added += 1;
    const entry = { ...form, number, id: id ?? `added-${this.#added}`, fault: null };
    this.now = { ...this.now, numbers: method === 'DELETE' ? others : [...others, entry] };
  }
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const someOutside = (): Outside => ({
  campaign: 'Campagne',
  rules: { callbacks: true, prefixes: ['+32'], callsMax: 4, perHourMax: 30, minutesMax: 30 },
  numbers: [
    { id: 'a', name: 'Écoutants', number: '+33140000001', transfer: true, listeners: false, fault: null },
    {
      id: 'b',
      name: 'Siège, le soir',
      number: '+33261910001',
      transfer: false,
      listeners: false,
      fault: null,
    },
    {
      id: 'c',
      name: 'Bureau de Londres',
      number: '+442079460000',
      transfer: true,
      listeners: false,
      fault: 'OUTSIDE_COUNTRY',
    },
  ],
  calls: [
    { id: 'x', to: 'Écoutants', since: minutesAgo(12), state: 'talking', trunk: 'Numéro court 110' },
    { id: 'y', to: null, since: minutesAgo(0), state: 'ringing', trunk: 'Secours, par Internet' },
  ],
  lastHour: 9,
  trunks: ['Numéro court 110', 'Secours, par Internet'],
  refused: [
    { because: 'not-listed', count: 4 },
    { because: 'campaign-full', count: 1 },
  ],
  mayEdit: true,
});
