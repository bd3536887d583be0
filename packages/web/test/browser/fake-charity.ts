import type { DeskEvent, Fault } from '@pledgeline/contract';

/** The charity's listeners, as a desk meets them. */
export class FakeCharity {
  isFree = true;
  /** How each call was to be handed over. */
  readonly asked: string[] = [];
  readonly #say: (event: DeskEvent) => void;

  constructor(say: (event: DeskEvent) => void) {
    this.#say = say;
  }

  /** Null: it is not for them. */
  answer(
    said: string,
    body: unknown,
  ): { readonly done: true } | { readonly fault: Fault; readonly message: string } | null {
    if (said !== 'POST /api/desk/charity') return null;
    const { call, how } = body as { readonly call: string; readonly how: string };
    this.asked.push(how);
    if (how === 'pass' && !this.isFree) return { fault: 'NO_LISTENER', message: '' };
    this.#say({ kind: 'forgotten', call });
    this.#say({
      kind: 'status',
      status: { kind: 'wrapping-up', until: Date.now() + 20_000, latest: Date.now() + 60_000 },
    });
    return { done: true };
  }
}
