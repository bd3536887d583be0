import { SETTINGS, type SettingName } from '../settings-table.ts';
import type { Environment } from '../settings.ts';
import { StartFault } from '../start-fault.ts';
import { findings, type Finding } from './findings.ts';
import type { Command, CommandContext } from './command.ts';

export const check: Command = {
  name: 'check',
  usage: '',
  summary: 'says whether the set-up is sound, and lists the settings',
  internal: false,
  run: async (context) => {
    const { terminal } = context;
    terminal.say('The set-up');
    const found = await look(context);
    for (const finding of found) terminal.say(`  ${finding.sound ? 'ok' : 'NO'}  ${finding.sentence}`);
    terminal.say('');
    terminal.say('The settings, from the environment');
    for (const line of settingLines(context.environment)) terminal.say(`  ${line}`);
    return found.every((finding) => finding.sound) ? 0 : 1;
  },
};

async function look({ settings, root, stop }: CommandContext): Promise<readonly Finding[]> {
  try {
    return await findings({ settings: settings(), root, stop });
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    return error.sentence.split('\n').map((sentence) => ({ sound: false, sentence }));
  }
}

/** Its value may hold a password or say who the carrier is; only that it is set is shown. */
const HIDDEN: ReadonlySet<SettingName> = new Set([
  'DATABASE_URL',
  'PLEDGELINE_SMTP_URL',
  'PLEDGELINE_TURN_SECRET',
  'PLEDGELINE_TURN_USER',
  'PLEDGELINE_TURN_PASSWORD',
]);

function settingLines(environment: Environment): readonly string[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => {
    const { default: preset, meaning } = SETTINGS[name];
    const given = environment[name]?.trim() ?? '';
    const shown = HIDDEN.has(name) && given !== '' ? 'set, not shown' : given;
    const value = given === '' ? (preset === '' ? 'not set' : preset) : `${shown} (set)`;
    return `${name.padEnd(width)}  ${value}\n  ${' '.repeat(width)}  ${meaning}`;
  });
}
