/** Under which name the list of positions is kept. */
export const POSITIONS = ['positions'] as const;
