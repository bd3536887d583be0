/** What a pure machine answers: its next state, and what the shell must do about it, in order. */
export interface Step<State, Effect> {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export const stay = <State>(state: State): Step<State, never> => ({ state, effects: [] });
