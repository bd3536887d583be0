import { unreachable } from '@pledgeline/core';
import { parseArgs } from 'node:util';
import type { Database } from '../adapters/database/connect.ts';
import type { TestCallNews } from '../telephony/test-call.ts';
import { StartFault } from '../start-fault.ts';
import { NOT_UNDERSTOOD, type Command } from './command.ts';
import { lineRunning, withLineDatabase } from './line-database.ts';

/** A number of the block that the regulator keeps for fiction (ARCEP, decision 2018-0881): nobody has it. */
const NOBODYS_NUMBER = '+33199001234';

export const call: Command = {
  name: 'call',
  usage: '[--language fr|en] [--from NUMBER] [--to NUMBER]',
  summary: 'rings the line through its SIP port, with a recorded donor who speaks',
  internal: false,
  run: async ({ args, settings: read, terminal, stop }) => {
    const wanted = readOptions(args);
    if (wanted === null) {
      terminal.complain('Which call? npx pledgeline call [--language fr|en] [--from NUMBER] [--to NUMBER]');
      return NOT_UNDERSTOOD;
    }
    const settings = read();
    if (lineRunning(settings) === null) {
      throw new StartFault('Pledgeline is not running on this data folder: start it first (npm start).');
    }
    const numbers = await withLineDatabase({ settings, stop }, (db) => chooseNumbers(db, wanted));
    const { placeTestCall } = await import('../telephony/test-call.ts');
    terminal.say(`Calling ${numbers.dialed} from ${numbers.from}. Ctrl-C hangs up.`);
    const ended = await placeTestCall({
      ...numbers,
      sipPort: settings.sipPort,
      language: wanted.language,
      told: (news) => terminal.say(newsSentence(news)),
      signal: stop,
    });
    if (!ended.ok) throw new StartFault('No port was left for the sound of the call: try again in a moment.');
    return ended.value.kind === 'refused' ? 1 : 0;
  },
};

interface Wanted {
  readonly language: 'fr' | 'en';
  readonly from: string | null;
  readonly to: string | null;
}

function readOptions(args: readonly string[]): Wanted | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { language: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
    });
    const { language = 'fr', from = null, to = null } = values;
    return language === 'fr' || language === 'en' ? { language, from, to } : null;
  } catch {
    return null;
  }
}

/** Unless told otherwise: a line of the trial campaign, called by somebody whom the directory knows. */
async function chooseNumbers(db: Database, wanted: Wanted): Promise<{ dialed: string; from: string }> {
  const line = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .select('lines.number')
    .where('campaigns.open', '=', true)
    .where('lines.language', '=', wanted.language)
    .orderBy('campaigns.trial', 'desc')
    .orderBy('lines.number')
    .executeTakeFirst();
  const dialed = wanted.to ?? line?.number;
  if (dialed === undefined)
    throw new StartFault('No campaign is open in that language, so there is no number to call.');
  const known = await db
    .selectFrom('directory_entries')
    .innerJoin('directory_editions', 'directory_editions.id', 'directory_entries.edition_id')
    .select('directory_entries.phone')
    .where('directory_editions.state', '=', 'active')
    .orderBy('directory_entries.phone')
    .limit(1)
    .executeTakeFirst();
  return { dialed, from: wanted.from ?? known?.phone ?? NOBODYS_NUMBER };
}

function newsSentence(news: TestCallNews): string {
  switch (news.kind) {
    case 'ringing':
      return 'It rings.';
    case 'answered':
      return 'It was answered; the donor is speaking.';
    case 'refused':
      return `The line did not take the call (SIP ${news.status}).`;
    case 'ended':
      return news.by === 'line' ? 'The volunteer hung up.' : 'The donor hung up.';
    default:
      return unreachable(news);
  }
}
