import type { Sentences } from './french.ts';

export const englishAgents: Sentences['agents'] = {
  title: '⚠ No calls',
  noCalls: 'No calls come',
  bySupervisor: 'A supervisor has put you on a break. Press Ready to go on.',
  unknown: 'You are on a break. Press Ready to go on.',
  breakAfterCall: 'A supervisor puts you on a break after this call.',
  why: 'What is this break for?',
  reasons: {
    pause: 'A rest',
    meal: 'Meal',
    briefing: 'Briefing',
    technical: 'Technical',
  },
  from: (name) => `${name}:`,
  read: 'Read',
  escape: 'Esc',
  more: (count) => (count === 1 ? '(one more message)' : `(${count} more messages)`),
  floor: {
    keysOf: (name, number) => `${name}, position ${number}`,
    putOnBreak: 'Put on a break',
    putOnBreakFor: 'Put on a break:',
    write: 'Message',
    text: (name) => `Message to ${name}`,
    send: 'Send',
    cancel: 'Cancel',
    sent: 'Sent.',
    unread: (count) => (count === 1 ? 'One message not read yet' : `${count} messages not read yet`),
    onBreak: (reason, bySupervisor) => (bySupervisor ? `${reason} (asked for by a supervisor)` : reason),
  },
};
