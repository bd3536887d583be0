import type { Consultation } from '@pledgeline/contract';
import type { frenchHandOver } from './french-hand-over.ts';

const who = ({ name, positionNumber }: Consultation): string =>
  positionNumber === null ? name : `${name} (position ${positionNumber})`;

export const englishHandOver: typeof frenchHandOver = {
  key: 'Hand over',
  title: 'Hand the call over',
  find: 'Name or position',
  people: 'People who are free',
  free: (count) => {
    if (count === 0) return 'Nobody is free just now.';
    return count === 1 ? '1 person is free' : `${count} people are free`;
  },
  lines: 'Queues',
  outside: 'Outside',
  looking: 'One moment…',
  unreachable: 'The list cannot be had just now. It is asked for again.',
  position: (number, site) => `position ${number}, ${site}`,
  person: (name, number) => `${name}, position ${number}`,
  line: (number) => `Line ${number}`,
  languages: { fr: 'in French', en: 'in English' },
  consult: 'Talk first',
  give: 'Hand over',
  putBack: 'Put back',
  consultWith: (name) => `Talk first to ${name}`,
  giveTo: (name) => `Hand over to ${name}`,
  giveToLine: (line) => `Put back in the queue, ${line}`,
  close: 'Close',
  escape: 'Esc',
  shift: 'Shift',
  keysOf: (name) => `Talking to ${name} first`,
  together: 'All three',
  takeBack: 'Take back',
  ended: 'You handed the call over — the form stays open',
  with: (consultation) => {
    const other = who(consultation);
    const { role, stage } = consultation;
    if (stage === 'together') return `All three, with ${other}. The caller hears you.`;
    if (role === 'asked')
      return stage === 'ringing'
        ? `${other} wants to talk to you about a call`
        : `${other} is talking to you. The caller waits and cannot hear you.`;
    return stage === 'ringing'
      ? `Calling ${other}. The caller waits.`
      : `You are talking to ${other}. The caller waits and cannot hear you.`;
  },
};
