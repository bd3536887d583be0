import type { Sentences } from './french.ts';

const some = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
const gigabytes = (megabytes: number): string =>
  megabytes < 1_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1_000)} GB`;

const kinds: Sentences['rehearsal']['kinds'] = {
  trunks: 'Trunks',
  numbers: 'Numbers',
  hours: 'Hours',
  stop: 'Closing',
  prompts: 'Prompts',
  seats: 'Positions taken',
  sound: 'Headsets and telephones',
  mail: 'E-mail',
  payment: 'Payment',
  disk: 'Disk of the data',
  'database-disk': 'Disk of the database',
  backup: 'Backup',
  rehearsed: 'Rehearsal',
};

const found: Sentences['rehearsal']['found'] = {
  'trunks-up': (_count, of) => (of === 1 ? 'The carrier answers.' : `All ${of} carriers answer.`),
  'trunks-down': (count, of) =>
    `${count} of ${of} ${count === 1 ? 'does' : 'do'} not answer: see the “Trunks” screen.`,
  'trunks-unasked': () => 'Nothing tells whether it answers: ring the number from a real telephone.',
  'trunks-none': () => 'No carrier is connected: donors cannot ring.',
  'numbers-there': (count) => `${some(count, 'number', 'numbers')} for this campaign.`,
  'numbers-none': () => 'The campaign has no number.',
  'hours-there': (_count, _of, when) => `Opens: ${when}.`,
  'hours-past': () => 'All hours are past: add those of the evening under “On air”.',
  'hours-none': () => 'No hours: the line is open already. Add some under “On air”.',
  'line-by-hours': () => 'The line goes by its hours.',
  'line-closed': () => 'Somebody in charge has closed the line: open it again before the evening.',
  'prompts-own': () => 'A real voice speaks every prompt.',
  'prompts-synthetic': (count, of) =>
    `${count} of ${of} are still spoken by a machine: record them under “Prompts”.`,
  'seats-full': (_count, of) => (of === 1 ? 'The position is taken.' : `All ${of} positions are taken.`),
  'seats-empty': (count, of) => `${count} of ${of} taken.`,
  'seats-none': () => 'There is no position yet: add some under “Positions”.',
  'sound-checked': () => 'The sound of every position has been tried today.',
  'sound-missing': (count) =>
    `${some(count, 'person sits', 'people sit')} there without sound: do the headset check again.`,
  'sound-unchecked': (count) => `${some(count, 'position', 'positions')} whose sound nobody has tried yet.`,
  'mail-reached': () => 'The mail server answers.',
  'mail-lost': () => 'The mail server does not answer: tell an operator.',
  'mail-kept': () => 'Nothing goes out: messages stay in the outbox. An operator must set up e-mail.',
  'payment-reached': () => 'The payment provider answers.',
  'payment-lost': () => 'The payment provider does not answer: tell an operator.',
  'payment-sandbox': () => 'Payments are only played: no money would arrive.',
  'disk-free': (count) => `${gigabytes(count)} free.`,
  'disk-low': (count) => `Only ${gigabytes(count)} free: make room.`,
  'disk-full': (count) => `Only ${gigabytes(count)} free: it will be full before midnight.`,
  'disk-elsewhere': () => 'It cannot be seen from here: ask whoever looks after it.',
  'backup-ticked': (_count, _of, when, by) => `Checked by ${by} (${when}).`,
  'backup-open': () => 'Is there a backup less than a day old? Tick this once you have checked.',
  rehearsed: (_count, _of, when) => `Rehearsed to the end (${when}).`,
  'not-rehearsed': () => 'No whole rehearsal within a day.',
};

export const englishRehearsal: Sentences['rehearsal'] = {
  title: 'Dress rehearsal',
  ready: 'Everything is ready.',
  notReady: (wrong, toDo) =>
    wrong === 0
      ? `${some(toDo, 'thing is', 'things are')} still to be seen to.`
      : `${some(wrong, 'thing is', 'things are')} wrong, ${some(toDo, 'other is', 'others are')} still to be seen to.`,
  checks: 'Before the line goes live',
  states: { ok: 'in order', wrong: 'wrong', 'to-do': 'to be seen to' },
  kinds,
  found,
  more: (count) => `and ${count} more`,
  tick: 'I have checked it',
  untick: 'Untick',
  run: 'Rehearse the evening',
  runHelp: 'Recorded donors ring as the run of show has it, pressed into a few minutes.',
  neverCounts: 'None of it counts: not in the totals, not on air. No donor is contacted.',
  allTrial: 'This whole campaign is a trial: pledges of the rehearsal show in its totals.',
  calls: (most) => `Calls (${most} at most)`,
  minutes: (most) => `Minutes (${most} at most)`,
  start: 'Start the rehearsal',
  underWay: (placed, of) => `Under way: ${placed} of ${of} have rung.`,
  progress: 'How far the rehearsal is',
  stop: 'Stop the rehearsal',
  stopSure: 'Stop: the callers hang up',
  result: (when) => `Rehearsal begun: ${when}`,
  ended: {
    done: 'Played to its end.',
    stopped: 'Stopped.',
    restart: 'Cut off: the server was started again.',
  },
  placed: 'Calls placed',
  live: 'On the line now',
  answered: 'Answered by somebody',
  missed: 'Met nobody',
  refused: 'Refused by the line',
  meanWait: 'Mean wait of the answered',
  longestWait: 'Longest wait',
  withoutPledge: 'Answered, without a pledge',
  seconds: (figure) => `${figure} s`,
};
