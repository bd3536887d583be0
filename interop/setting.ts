import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign, Totals } from '@pledgeline/contract';
import { Desk } from './desk.ts';
import { Line } from './line.ts';

/** A donor of the directory that these tests import. */
export interface Listed {
  readonly phone: string;
  readonly lastName: string;
  readonly firstName: string;
}

/** Numbers that ARCEP keeps for fiction, so that nobody is ever rung. */
export const LISTED: readonly [Listed, Listed, Listed] = [
  { phone: '+33639980101', lastName: 'Quillebœuf', firstName: 'Maëlle' },
  { phone: '+33639980102', lastName: 'Zarouali', firstName: 'Idriss' },
  { phone: '+33639980103', lastName: 'Kerviniou', firstName: 'Yannick' },
];

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Words before the browser's program. */
  readonly within?: readonly string[];
  /** Where the volunteer finds the line; without it, on this machine. */
  readonly url?: (line: Line) => string;
}

/** A line that runs, and a volunteer at position 1 who listens for calls. */
export class Setting {
  readonly line: Line;
  readonly desk: Desk;
  /** What donors dial. */
  readonly number: string;

  static async open(options: Options = {}): Promise<Setting> {
    const line = await Line.start(options.environment);
    let desk: Desk | null = null;
    try {
      importListed(line);
      desk = await Desk.open(options.within);
      const link = new URL(line.signInLink);
      const base = options.url?.(line) ?? line.url;
      await desk.sitDown(`${base}${link.pathname}${link.search}`, 1);
      const { number } = await desk.get<Campaign>('/api/campaign');
      return new Setting(line, desk, number);
    } catch (error) {
      await desk?.end();
      await line.end();
      throw error;
    }
  }

  private constructor(line: Line, desk: Desk, number: string) {
    this.line = line;
    this.desk = desk;
    this.number = number;
  }

  get sip(): { readonly address: string; readonly port: number } {
    return { address: '127.0.0.1', port: this.line.sipPort };
  }

  get sips(): { readonly address: string; readonly port: number } {
    return { address: '127.0.0.1', port: this.line.sipsPort };
  }

  async totals(): Promise<Totals> {
    return this.desk.get<Totals>('/api/totals');
  }

  async end(): Promise<void> {
    await this.desk.end();
    await this.line.end();
  }
}

/** The donors above, as the line looks them up. */
export function importListed(line: Line): void {
  const path = join(line.dataDir, 'listed.csv');
  const rows = LISTED.map((one) => [
    one.phone,
    one.lastName,
    one.firstName,
    '12 rue des Halles',
    '14000',
    'Caen',
  ]);
  const header = ['phone', 'lastName', 'firstName', 'street', 'postcode', 'town'];
  writeFileSync(path, [header, ...rows].map((row) => row.join(';')).join('\n'));
  const { printed, code } = line.command('import', 'directory', path);
  if (code !== 0) throw new Error(`the directory was not imported:\n${printed}`);
}
