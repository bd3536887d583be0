import type { Fault, Wallboard } from '@pledgeline/contract';

/** The screen on the wall; null: its link is none. */
export class FakeWallboard {
  shown: Wallboard | null = null;

  /** Null: it is not for it. */
  answer(said: string): object | null {
    if (!said.includes(' /api/wallboard')) return null;
    if (said.endsWith('/link')) return said.startsWith('POST') ? { token: 'token-1' } : { done: true };
    return this.shown ?? ({ fault: 'NOT_FOUND', message: '' } satisfies { fault: Fault; message: string });
  }
}
