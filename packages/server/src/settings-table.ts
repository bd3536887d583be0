export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What `pledgeline check` prints and docs/settings.md lists; an empty default means that nothing is set. */
export const SETTINGS = {
  PLEDGELINE_DATA_DIR: {
    default: 'data',
    meaning: 'The folder for everything that is kept; relative to the clone.',
  },
  PLEDGELINE_HTTP_PORT: { default: '8110', meaning: 'The web on this machine (loopback only).' },
  PLEDGELINE_SIP_PORT: { default: '5060', meaning: 'SIP from the carrier, UDP and TCP.' },
  PLEDGELINE_SIPS_PORT: {
    default: '5061',
    meaning: 'SIP from the carrier over TLS, with the certificate of the web; off: closed.',
  },
  PLEDGELINE_ADDRESS: {
    default: '',
    meaning: 'Addresses of this machine to listen on besides loopback, parted by commas.',
  },
  PLEDGELINE_PUBLIC_ADDRESS: {
    default: '',
    meaning:
      'The address by which carriers, phones and browsers outside of the house reach this machine, where a router translates it; the ports are forwarded as they are.',
  },
  PLEDGELINE_HTTPS_PORT: {
    default: '8443',
    meaning: 'The web beyond this machine; opened only where PLEDGELINE_ADDRESS is set.',
  },
  PLEDGELINE_DNS: {
    default: '',
    meaning:
      'Name servers for the host names of carriers and desk phones, parted by commas; without it, this machine’s.',
  },
  PLEDGELINE_TLS_CERT: {
    default: '',
    meaning: 'File with the certificate chain (PEM); without it, a local authority issues one.',
  },
  PLEDGELINE_TLS_KEY: { default: '', meaning: 'File with the private key of that certificate (PEM).' },
  PLEDGELINE_PUBLIC_URL: {
    default: '',
    meaning: 'Where donors find us, for the links in messages; derived from address and port where not set.',
  },
  DATABASE_URL: {
    default: '',
    meaning: 'A PostgreSQL of your own (15 or later); without it, one is run from the data folder.',
  },
  PLEDGELINE_SMTP_URL: {
    default: '',
    meaning: 'The server that sends e-mail, smtp:// or smtps://; without it, messages are kept to be read.',
  },
  PLEDGELINE_MAIL_FROM: {
    default: '',
    meaning:
      'The address that e-mail to donors comes from; without it, pledges@ the name in the public address.',
  },
  PLEDGELINE_RTP_PORTS: { default: '30000-31999', meaning: 'UDP ports for the sound, first and last.' },
  PLEDGELINE_TURN_URLS: {
    default: '',
    meaning:
      'Servers that pass a desk’s sound on where its network lets nothing else through, turn: or turns:, parted by commas.',
  },
  PLEDGELINE_TURN_SECRET: {
    default: '',
    meaning:
      'The secret shared with those servers: each desk gets a password of its own that ends by itself.',
  },
  PLEDGELINE_TURN_USER: {
    default: '',
    meaning: 'In its stead, a fixed user of those servers, the same for every desk.',
  },
  PLEDGELINE_TURN_PASSWORD: { default: '', meaning: 'The password of that user.' },
  PLEDGELINE_CALLS_MAX: {
    default: '400',
    meaning:
      'Calls at once that this machine carries, 1 to 2000; new ones beyond are told to try later (503).',
  },
  PLEDGELINE_LOG_LEVEL: {
    default: 'info',
    meaning: 'What the logs hold: debug, info, warn or error.',
  },
  PLEDGELINE_TRACE: {
    default: 'yes',
    meaning: 'Whether operators see the messages of the latest calls, kept in memory only: yes or no.',
  },
  PLEDGELINE_TRIAL: {
    default: 'yes',
    meaning: 'Whether a database without a campaign gets one to try: yes or no.',
  },
} as const satisfies Record<string, { default: string; meaning: string }>;

export type SettingName = keyof typeof SETTINGS;
