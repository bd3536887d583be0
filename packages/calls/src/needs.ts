import type { CallNeeds } from '@pledgeline/acd';
import type { Call } from './call.ts';

/** [CAL-63] What a call asks of its agent: to speak the language of the line. */
export const needsOf = ({ language }: Pick<Call, 'language'>): CallNeeds => ({
  skills: [language],
  site: null,
});
