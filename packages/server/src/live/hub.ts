import type { DeskEvent, DeskSignal, Totals } from '@pledgeline/contract';
import type { AgentId } from '@pledgeline/core';

/** What the live connections need of the rest; the floor gives it. */
export interface LiveSources {
  /** The whole state of one desk: always an event of kind `desk`. */
  deskSnapshot(agent: AgentId): DeskEvent;
  totalsSnapshot(): Promise<Totals>;
  /** A desk said that it picked up, or that the form is painted. */
  onSignal(agent: AgentId, signal: DeskSignal): void;
  onDeskConnected(agent: AgentId): void;
  /** The desk's last socket is gone, and no other took over. */
  onDeskDisconnected(agent: AgentId): void;
}

/** What the rest may say to the screens. */
export interface Live {
  toDesk(agent: AgentId, event: DeskEvent): void;
  /** Something that the totals count has changed: the screens get them anew, at most four times a second. */
  totalsChanged(): void;
}
