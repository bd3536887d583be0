import type { Kysely } from 'kysely';
import * as foundation from './migrations/0001-foundation.ts';
import * as staff from './migrations/0002-staff.ts';
import * as money from './migrations/0003-money.ts';
import * as trunks from './migrations/0004-trunks.ts';
import * as deskPhones from './migrations/0005-desk-phones.ts';
import * as wrapUp from './migrations/0006-wrap-up.ts';
import * as phoneAccounts from './migrations/0007-phone-accounts.ts';
import * as outsideNumbers from './migrations/0011-outside-numbers.ts';
import * as earlyMedia from './migrations/0012-early-media.ts';
import * as prompts from './migrations/0015-prompts.ts';
import * as hoursAndRunOfShow from './migrations/0016-hours-and-run-of-show.ts';
import * as keypad from './migrations/0020-keypad.ts';
import * as helpers from './migrations/0024-helpers.ts';
import * as sharing from './migrations/0025-sharing.ts';
import * as siteSupervisors from './migrations/0026-site-supervisors.ts';
import * as bars from './migrations/0027-bars.ts';
import * as charity from './migrations/0029-charity.ts';
import * as deskNotes from './migrations/0031-desk-notes.ts';
import * as floorFigures from './migrations/0033-floor-figures.ts';
import * as wallboard from './migrations/0034-wallboard.ts';
import * as rehearsal from './migrations/0035-rehearsal.ts';

export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In order, for ever: what was released is never changed, moved or taken out. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-foundation', up: foundation.up },
  { name: '0002-staff', up: staff.up },
  { name: '0003-money', up: money.up },
  { name: '0004-trunks', up: trunks.up },
  { name: '0005-desk-phones', up: deskPhones.up },
  { name: '0006-wrap-up', up: wrapUp.up },
  { name: '0007-phone-accounts', up: phoneAccounts.up },
  { name: '0011-outside-numbers', up: outsideNumbers.up },
  { name: '0012-early-media', up: earlyMedia.up },
  { name: '0015-prompts', up: prompts.up },
  { name: '0016-hours-and-run-of-show', up: hoursAndRunOfShow.up },
  { name: '0020-keypad', up: keypad.up },
  { name: '0024-helpers', up: helpers.up },
  { name: '0025-sharing', up: sharing.up },
  { name: '0026-site-supervisors', up: siteSupervisors.up },
  { name: '0027-bars', up: bars.up },
  { name: '0029-charity', up: charity.up },
  { name: '0031-desk-notes', up: deskNotes.up },
  { name: '0033-floor-figures', up: floorFigures.up },
  { name: '0034-wallboard', up: wallboard.up },
  { name: '0035-rehearsal', up: rehearsal.up },
];
