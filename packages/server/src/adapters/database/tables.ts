import type { ColumnType, Generated } from 'kysely';
import type { BarsTable } from './bars-table.ts';
import type { PositionSoundsTable, RehearsalsTable, RehearsalTicksTable } from './rehearsal-tables.ts';
import type { SandboxCheckoutsTable } from './sandbox-table.ts';

/** The database as the code sees it. Amounts are whole cents; moments are timestamptz. Each change is a migration. */
export interface Tables {
  campaigns: CampaignsTable;
  lines: LinesTable;
  opening_hours: OpeningHoursTable;
  on_air_moments: OnAirMomentsTable;
  trunks: TrunksTable;
  outside_rules: OutsideRulesTable;
  outside_numbers: OutsideNumbersTable;
  charity_counts: CharityCountsTable;
  bars: BarsTable;
  prompts: PromptsTable;
  sites: SitesTable;
  site_shares: SiteSharesTable;
  positions: PositionsTable;
  phone_accounts: PhoneAccountsTable;
  seatings: SeatingsTable;
  desk_messages: DeskMessagesTable;
  audit: AuditTable;
  staff: StaffTable;
  call_records: CallRecordsTable;
  floor_minutes: FloorMinutesTable;
  wallboard_links: WallboardLinksTable;
  donors: DonorsTable;
  directory_editions: DirectoryEditionsTable;
  directory_entries: DirectoryEntriesTable;
  pledges: PledgesTable;
  donor_links: DonorLinksTable;
  messages: MessagesTable;
  checkouts: CheckoutsTable;
  payments: PaymentsTable;
  payment_notifications: PaymentNotificationsTable;
  on_air_marks: OnAirMarksTable;
  provider_secrets: ProviderSecretsTable;
  sandbox_checkouts: SandboxCheckoutsTable;
  rehearsal_ticks: RehearsalTicksTable;
  position_sounds: PositionSoundsTable;
  rehearsals: RehearsalsTable;
}

type Moment = ColumnType<Date, Date | string, Date | string>;
type Since = ColumnType<Date, Date | string | undefined, Date | string>;
type Json<T> = ColumnType<T, string, string>;

interface CampaignsTable {
  id: string;
  name: string;
  charity: string;
  time_zone: string;
  currency: string;
  amounts_cents: number[];
  /** contract's Campaign.script */
  script: Json<unknown>;
  /** contract's Campaign.information */
  information: Json<unknown>;
  trial: boolean;
  open: boolean;
  wrap_up_seconds: Generated<number>;
  /** How long the calls of a line prefer its site; null: all sites are one pool. */
  overflow_seconds: ColumnType<number | null, number | null | undefined, number | null>;
  /** After how long a caller who waits is told what else there is; null: never. */
  choice_seconds: Generated<number | null>;
  /** Since when the line is closed by hand; null: it goes by its hours. */
  closed_at: Moment | null;
  created_at: Since;
}
interface LinesTable {
  id: string;
  campaign_id: string;
  /** As the carrier dials it: `110`, `3637`, or E.164. */
  number: string;
  language: 'fr' | 'en';
  /** Whose people its calls ask for first, where the campaign lets lines prefer; null: everybody's. */
  site_id: ColumnType<string | null, string | null | undefined, string | null>;
}
/** By the campaign's clocks: `2026-12-04`, `21:00`, `24:00`. */
interface OpeningHoursTable {
  id: string;
  campaign_id: string;
  day: string;
  opens: string;
  closes: string;
}
interface OnAirMomentsTable {
  id: string;
  campaign_id: string;
  day: string;
  time: string;
  title: string;
  seconds: number;
}
interface TrunksTable {
  id: string;
  name: string;
  /** Addresses, CIDR blocks or host names from which this carrier's calls come. */
  addresses: string[];
  calls_max: number;
  trial: boolean;
  enabled: Generated<boolean>;
  transport: Generated<'udp' | 'tcp' | 'tls'>;
  /** Null: the carrier knows us by our address. */
  registrar: string | null;
  register_user: string | null;
  register_auth_user: string | null;
  register_expires_s: number | null;
  /** The password, sealed under a key that lies in the data folder. */
  register_secret: string | null;
  outbound_proxy: string | null;
  country_code: Generated<string>;
  short_numbers: Generated<string[]>;
  /** Whether who waits hears so before the answer. */
  early_media: Generated<boolean>;
  /** Null: whether the carrier is there is not asked. */
  keep_alive_s: number | null;
  /** PEM text. */
  authority: string | null;
  /** Whether it carries calls of ours to outside numbers. */
  outgoing: Generated<boolean>;
  revision: Generated<number>;
}
/** What outside calls a campaign allows; without a row it is as `outside/rows.ts` says. */
interface OutsideRulesTable {
  campaign_id: string;
  callbacks: boolean;
  prefixes: string[];
  calls_max: number;
  per_hour_max: number;
  minutes_max: number;
}
/** Numbers that a campaign's calls may be handed to. */
interface OutsideNumbersTable {
  id: string;
  campaign_id: string;
  name: string;
  /** E.164. */
  number: string;
  transfer: boolean;
  /** Whether the charity's listeners are there. */
  listeners: Generated<boolean>;
}
/** Calls that were handed to the charity: nothing is known of any of them. */
interface CharityCountsTable {
  campaign_id: string;
  calls: number;
  /** The newest that were counted, under ids that are nowhere else. */
  handings: string[];
}
/** What the charity has recorded itself. */
interface PromptsTable {
  id: string;
  campaign_id: string;
  /** core's PromptName, its language included: `hold-fr`. */
  name: string;
  language: 'fr' | 'en';
  state: 'draft' | 'live';
  /** WAV, 8 kHz, mono, 16 bit, written by ourselves. */
  audio: Buffer;
  milliseconds: number;
  /** The id under which the audit record knows them. */
  recorded_by: string;
  recorded_at: Since;
}
interface SitesTable {
  id: string;
  name: string;
  /** Addresses and blocks from which phones of this site register. */
  networks: Generated<string[]>;
  /** Of another firm, whose staff see this site alone. */
  outsourced: Generated<boolean>;
}
/** A site's part in the calls of a campaign; without a row it weighs 1 and has no cap. */
interface SiteSharesTable {
  campaign_id: string;
  site_id: string;
  weight: number;
  calls_max: number | null;
}
interface PositionsTable {
  id: string;
  site_id: string;
  number: number;
  /** The short code that opens it. */
  code: string;
  code_expires_at: Moment | null;
  /** The SIP address of the desk phone here; empty: the browser carries the sound. */
  phone: ColumnType<string, string | undefined, string>;
  /** Whoever sits here has call-taking as a trade. */
  professional: Generated<boolean>;
  /** Whoever sits here is of the charity's own team. */
  listener: Generated<boolean>;
}
/** By which a position's phone registers, in place of a fixed address. */
interface PhoneAccountsTable {
  position_id: string;
  user_name: string;
  /** H(A1) of RFC 7616, in our realm: what digest needs, and nothing else of the password. */
  md5: string;
  sha256: string;
}
/** Who sat where, from when to when. The id is the floor's AgentId. */
interface SeatingsTable {
  id: string;
  position_id: string;
  name: string;
  /** What whoever sits there speaks. */
  languages: Generated<('fr' | 'en')[]>;
  /** SHA-256 of the session cookie; null where a staff session holds the seat. */
  token_hash: string | null;
  staff_id: string | null;
  taken_at: Since;
  expires_at: Moment;
  left_at: Moment | null;
  break_reason: 'pause' | 'meal' | 'briefing' | 'technical' | null;
  break_since: Moment | null;
  break_by_supervisor: Generated<boolean>;
}
interface DeskMessagesTable {
  id: string;
  seating_id: string;
  sender: string;
  text: string;
  sent_at: Since;
}
/** better-auth's users; what else it keeps (sessions, accounts, verifications) is its own affair. */
interface StaffTable {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  roles: Json<unknown>;
  /** The one site that this person sees; null: all. */
  site_id: ColumnType<string | null, string | null | undefined, string | null>;
}
interface AuditTable {
  id: Generated<string>;
  at: Since;
  actor_kind: 'staff' | 'seat' | 'system';
  actor: string;
  action: string;
  subject: string;
  /** Never a donor's data. */
  detail: Json<unknown>;
}
/** One row for each call that ended, without any number. */
interface CallRecordsTable {
  id: string;
  line_id: string;
  arrived_at: Moment;
  answered_at: Moment | null;
  ended_at: Moment;
  seating_id: string | null;
  /** When somebody began to talk to the caller; null: nobody did. */
  connected_at: Moment | null;
  withheld: boolean;
  reason: string;
  trial: boolean;
}
interface WallboardLinksTable {
  campaign_id: string;
  token_hash: string;
  made_at: Since;
}
/** What agents did, summed up by minute and site. */
interface FloorMinutesTable {
  minute: Moment;
  site_id: string;
  talks: number;
  talk_ms: number;
  wrap_up_ms: number;
  busy_ms: number;
  staffed_ms: number;
}
interface PersonColumns {
  title: '' | 'mrs' | 'mr';
  first_name: string;
  last_name: string;
  email: string;
  street: string;
  postcode: string;
  town: string;
  country: string;
}
interface DonorsTable extends PersonColumns {
  id: string;
  /** E.164 or empty. */
  phone: string;
  created_at: Since;
  updated_at: Since;
}
interface DirectoryEditionsTable {
  id: string;
  name: string;
  state: 'loading' | 'active' | 'replaced';
  rows: number;
  imported_at: Since;
}
interface DirectoryEntriesTable {
  edition_id: string;
  /** E.164. */
  phone: string;
  title: '' | 'mrs' | 'mr';
  first_name: string;
  last_name: string;
  street: string;
  postcode: string;
  town: string;
  country: string;
}
interface PledgesTable extends PersonColumns {
  id: string;
  campaign_id: string;
  call_id: string | null;
  donor_id: string | null;
  seating_id: string | null;
  revision: number;
  amount_cents: number;
  frequency: 'once' | 'monthly';
  way: 'sms' | 'email' | 'post';
  phone: string;
  language: 'fr' | 'en';
  note: string;
  information_version: string;
  refuses_solicitation: boolean;
  trial: boolean;
  source: Generated<'desk' | 'keypad'>;
  taken_at: Moment;
  saved_at: Since;
  updated_at: Since;
}
/** A donor's personal link: the token is in the message only, its hash is here. */
interface DonorLinksTable {
  token_hash: string;
  pledge_id: string;
  created_at: Since;
  expires_at: Moment;
}
interface MessagesTable {
  id: string;
  pledge_id: string;
  channel: 'sms' | 'email' | 'letter';
  recipient: string;
  subject: string;
  body: string;
  link: string;
  state: 'waiting' | 'sending' | 'sent' | 'kept' | 'failed';
  attempts: Generated<number>;
  error: string | null;
  created_at: Since;
  sent_at: Moment | null;
}
interface CheckoutsTable {
  id: string;
  pledge_id: string;
  provider: string;
  provider_reference: string;
  amount_cents: number;
  frequency: Generated<'once' | 'monthly'>;
  /** The provider's page. */
  url: Generated<string>;
  state: 'open' | 'paid' | 'refused' | 'expired';
  created_at: Since;
}
interface PaymentsTable {
  id: string;
  pledge_id: string;
  checkout_id: string | null;
  provider: string;
  provider_reference: string;
  amount_cents: number;
  paid_at: Moment;
}
interface PaymentNotificationsTable {
  provider: string;
  notification_id: string;
  received_at: Since;
  outcome: string;
}
/** The highest promised figure that was ever shown; bigint comes as text. */
interface OnAirMarksTable {
  campaign_id: string;
  cents: ColumnType<string, number | string, number | string>;
  raised_at: Since;
}
interface ProviderSecretsTable {
  provider: string;
  secret: string;
}
