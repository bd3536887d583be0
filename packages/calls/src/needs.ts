import type { CallNeeds } from '@pledgeline/acd';
import type { Call } from './call.ts';

/** [CAL-63] What a call asks of its agent: to speak the language of the line. */
export const needsOf = ({ language }: Pick<Call, 'language'>): CallNeeds => ({
  skills: [language],
  site: null,
});

/** Kinds of helpers to whom a call can be handed, whichever of them is free. As a skill of an agent it has the same name. */
export const HELPERS = ['professional', 'listener'] as const;
/** professional: has call-taking as a trade, and deals with hoaxes. listener: of the charity's own team. */
export type Helper = (typeof HELPERS)[number];

/** [CAL-64] What a call asks for that is handed to a kind of helpers, at whatever site. */
export const needsOfHelper = (call: Pick<Call, 'language'>, helper: Helper): CallNeeds => {
  const { skills, site } = needsOf(call);
  return { skills: [...skills, helper], site };
};
