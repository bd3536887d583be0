import type { Sentences } from './french.ts';

export const englishFloorFigures: Sentences['floorFigures'] = {
  title: 'The evening in figures',
  when: 'Time or site',
  evening: 'This evening',
  recent: 'Last 15 minutes',
  offered: 'Calls',
  answered: 'Answered',
  abandoned: 'Abandoned',
  short: (count) => `(${count} at once)`,
  serviceLevel: (bound) => `Answered within ${bound}`,
  answer: 'Average wait',
  occupancy: 'Occupancy',
  handle: (aim) => `Length of a call (aim: ${aim})`,
  queue: 'Waiting',
  nobodyWaits: 'Nobody is waiting.',
  aside: 'keeps the place',
  andMore: (count) => `and ${count} more`,
};
