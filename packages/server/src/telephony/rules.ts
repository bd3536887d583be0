import type { ExchangeRules } from '@pledgeline/calls';

/** How the floor behaves until a campaign says otherwise. */
export const RULES: ExchangeRules = {
  /** A browser picks up by itself within milliseconds: one that takes longer is not there. */
  offerMs: 3_000,
  wrapUpMs: 12_000,
  waitingMax: 500,
  /** Nobody hears silence for longer than this because of a tab that paints nothing. */
  formShownMs: 400,
  /** RFC 3261 §15: 64 × T1. */
  acknowledgeMs: 32_000,
};
