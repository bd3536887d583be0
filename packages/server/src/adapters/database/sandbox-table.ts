import type { ColumnType, Generated } from 'kysely';

/** The sandbox provider's own side: it knows no donor. */
export interface SandboxCheckoutsTable {
  reference: string;
  amount_cents: number;
  frequency: 'once' | 'monthly';
  language: 'fr' | 'en';
  charity: string;
  return_url: string;
  state: Generated<'open' | 'paid' | 'refused'>;
  notification_id: string | null;
  payment_reference: string | null;
  decided_at: ColumnType<Date, Date | string, Date | string> | null;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}
