export type CampaignId = string & { readonly __id: 'campaign' };
/** A number that donors ring (a DID). */
export type LineId = string & { readonly __id: 'line' };
/** A carrier's connection to us. */
export type TrunkId = string & { readonly __id: 'trunk' };
export type SiteId = string & { readonly __id: 'site' };
/** A seat with its screen and headset. */
export type PositionId = string & { readonly __id: 'position' };
/** Whoever sits at a position for a while: one seating, not one person for ever. */
export type AgentId = string & { readonly __id: 'agent' };
/** One ring of an agent's desk phone, for one offer. */
export type PhoneLegId = string & { readonly __id: 'phone-leg' };
export type CallId = string & { readonly __id: 'call' };
/** Made by the volunteer's browser, so that a pledge said twice is one pledge. */
export type PledgeId = string & { readonly __id: 'pledge' };
export type DonorId = string & { readonly __id: 'donor' };
