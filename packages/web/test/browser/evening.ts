import type {
  Campaign,
  DeskCall,
  DonorDetails,
  HandOverTargets,
  OutboxMessage,
  Position,
  Totals,
} from '@pledgeline/contract';

/** An invented evening: what the fake line knows. */
export const campaign: Campaign = {
  id: 'campaign',
  name: 'Soirée des promesses',
  charity: 'Solidarité Recherche',
  number: '110',
  currency: 'EUR',
  amountsCents: [1000, 2000, 3000, 5000, 10_000, 15_000],
  script: {
    fr: [
      { id: 'fr-1', at: 'greeting', say: 'Bonsoir, Solidarité Recherche, merci de votre appel !' },
      {
        id: 'fr-2',
        at: 'amount',
        say: 'Quel montant souhaitez-vous promettre ce soir ?',
        note: 'Ne proposez pas de montant : laissez la personne le dire.',
      },
      {
        id: 'fr-3',
        at: 'way',
        say: 'Je vous envoie le lien pour régler. Par SMS, par e-mail ou par courrier ?',
      },
      { id: 'fr-4', at: 'identity', say: 'À quel nom est la promesse ?', note: 'Faites épeler le nom.' },
      { id: 'fr-5', at: 'address', say: 'Votre code postal, puis la ville et la rue ?' },
      { id: 'fr-6', at: 'read-back', say: 'Je vous relis votre promesse.' },
      { id: 'fr-7', at: 'thanks', say: 'Merci infiniment. Excellente soirée !' },
      { id: 'fr-8', at: 'hoax', say: 'Je vous remercie, je dois libérer la ligne. Bonne soirée.' },
      { id: 'fr-9', at: 'hoax', say: 'Je ne vous entends pas. Au revoir.', note: 'Personne ne parle.' },
    ],
    en: [
      { id: 'en-1', at: 'greeting', say: 'Good evening, thank you for calling!' },
      { id: 'en-2', at: 'amount', say: 'How much would you like to pledge tonight?' },
    ],
  },
  information: {
    version: '1',
    text: {
      fr: 'Vos coordonnées sont gardées par Solidarité Recherche pour suivre votre promesse. Vous pouvez refuser d’être sollicité de nouveau.',
      en: 'Your details are kept by the charity to follow up your pledge. You may refuse further appeals.',
    },
  },
  trial: true,
  wrapUpSeconds: 12,
  choiceSeconds: 10,
};

const names = ['Inès', 'Karim', 'Louise', 'Marc', 'Yasmine', 'Paul'];
export const fifteenPositions = (): Position[] =>
  Array.from({ length: 15 }, (_, index) => ({
    id: `position-${index + 1}`,
    number: index + 1,
    site: 'Salle A',
    code: `K${4107 + index * 37}`,
    takenBy: index % 4 === 1 ? (names[index % names.length] ?? null) : null,
    phone: '',
    professional: false,
    listener: false,
  }));

export const marie: DonorDetails = {
  title: 'mrs',
  firstName: 'Marie',
  lastName: 'Lefèvre',
  phone: '+33612345678',
  email: 'marie.lefevre@example.org',
  street: '12 rue des Lilas',
  postcode: '14000',
  town: 'Caen',
  country: 'FR',
};
export const jean: DonorDetails = { ...marie, title: 'mr', firstName: 'Jean', email: '' };

export const callFrom = (caller: DeskCall['caller'], id = 'call-1'): DeskCall => ({
  id,
  line: 'line',
  language: 'fr',
  state: 'offered',
  caller,
  arrivedAt: Date.now(),
  connectedAt: null,
  endedBy: null,
  supervised: null,
  consultation: null,
  callback: false,
});
export const knownCaller = (...people: [DonorDetails, ...DonorDetails[]]): DeskCall['caller'] => ({
  kind: 'found',
  phone: '+33612345678',
  source: 'earlier-donor',
  people,
});

export const emptyTotals = (): Totals => ({
  promisedCents: 0,
  promisedCount: 0,
  onAirCents: 0,
  paidCents: 0,
  paidCount: 0,
  latest: [],
  asOf: '2026-03-28T21:04:00.000Z',
});
export const someTotals = (): Totals => ({
  promisedCents: 10_923_000,
  promisedCount: 3641,
  onAirCents: 10_800_000,
  paidCents: 4_215_050,
  paidCount: 1377,
  latest: [5000, 3000, 15_000, 1250, 10_000, 2000].map((amountCents, index) => ({
    id: `pledge-${index}`,
    amountCents,
    frequency: index === 2 ? 'monthly' : 'once',
    positionNumber: index === 3 ? null : index + 4,
    savedAt: `2026-03-28T21:0${5 - index}:00.000Z`,
    paid: index > 3,
  })),
  asOf: '2026-03-28T21:05:30.000Z',
});

const link = 'http://localhost/give/8f2k';
export const someMessages = (): OutboxMessage[] => [
  {
    id: 'm1',
    pledge: 'p1',
    channel: 'sms',
    to: '+33612345678',
    subject: '',
    text: `Merci de votre promesse de 50 € à Solidarité Recherche. Pour régler : ${link}`,
    link,
    state: 'kept',
    createdAt: '2026-03-28T21:05:00.000Z',
    sentAt: null,
  },
  {
    id: 'm2',
    pledge: 'p2',
    channel: 'email',
    to: 'marie.lefevre@example.org',
    subject: 'Votre promesse de 100 €',
    text: `Bonsoir Marie Lefèvre,\n\nMerci de votre promesse de 100 €. Vous pouvez régler ici :\n${link}\n\nSolidarité Recherche`,
    link,
    state: 'sent',
    createdAt: '2026-03-28T21:03:00.000Z',
    sentAt: '2026-03-28T21:03:02.000Z',
  },
  {
    id: 'm3',
    pledge: 'p3',
    channel: 'letter',
    to: '12 rue des Lilas, 14000 Caen',
    subject: 'Votre promesse',
    text: `Madame,\n\nVous nous avez promis 30 €. Le code ci-joint ouvre la page de règlement :\n${link}`,
    link,
    state: 'failed',
    createdAt: '2026-03-28T21:01:00.000Z',
    sentAt: null,
  },
];

export const someTargets = (): HandOverTargets => ({
  people: [
    { agent: 'agent-4', name: 'Inès', site: 'Caen', positionNumber: 4 },
    { agent: 'agent-12', name: 'Jean-Baptiste', site: 'Bayeux', positionNumber: 12 },
    { agent: 'agent-5', name: 'Marc', site: 'Caen', positionNumber: 5 },
  ],
  lines: [
    { line: 'fr', number: '110', language: 'fr' },
    { line: 'en', number: '+33 2 61 91 01 11', language: 'en' },
  ],
  outside: [],
});
