import type { Sentences } from './french.ts';

export const englishAlarms: Sentences['floorAlarms'] = {
  kinds: {
    'nobody-ready': () => 'Somebody is waiting and nobody takes calls',
    'long-wait': () => 'A caller has waited for longer than was promised',
    'trunk-down': (trunk) => `The carrier ${trunk} does not answer any more`,
    'calls-dropped': () => 'Several conversations have just broken off',
    'media-away': () => 'The whole line is without sound: it comes back by itself',
  },
  mute: 'Mute the tone of alarms',
  muted: 'The tone of alarms is muted',
};
