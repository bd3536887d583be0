export type { Instant } from './instant.ts';
export { after, earliest } from './instant.ts';
export type {
  AgentId,
  CallId,
  CampaignId,
  DonorId,
  LineId,
  PhoneLegId,
  PledgeId,
  PositionId,
  SiteId,
  TrunkId,
} from './ids.ts';
export type { Step } from './step.ts';
export { stay } from './step.ts';
export type { Result } from './result.ts';
export { failed, ok } from './result.ts';
export { assert, unreachable } from './assert.ts';
export type { Cents } from './money.ts';
export { cents } from './money.ts';
export type { Random } from './random.ts';
export { seeded } from './random.ts';
export type { Prompt, PromptLanguage, PromptName } from './prompts/prompts.ts';
export { promptOf, PROMPTS } from './prompts/prompts.ts';
export { heardAmount } from './prompts/heard-amount.ts';
