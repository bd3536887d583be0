import { randomBytes } from 'node:crypto';

/** What nobody can foretell, and no SIP: whoever sends anything else is a stranger as before. */
const SIGN_BYTES = 16;
/** By then it is lost: there is no more room at the door. */
const LOST_AFTER_MS = 1_000;

/**
 * A message to ourselves, which waits at the door behind all that others have sent: how long it waits is how long they
 * do. Nothing else tells that, for a process that is late with its messages reads them a few at a time and may look as if
 * it were in time.
 */
export class Knock {
  readonly #sign = randomBytes(SIGN_BYTES);
  readonly #send: (bytes: Uint8Array) => void;
  #asked = 0;
  #heard: (_: undefined) => void = () => undefined;
  #everHeard = false;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Ends once it was heard, or is lost. Where none was ever heard, a firewall may keep them out: it is not waited for. */
  async ask(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#asked = (this.#asked + 1) % 256;
    this.#heard = resolve;
    this.#send(Buffer.from([...this.#sign, this.#asked]));
    const lost = setTimeout(() => resolve(undefined), this.#everHeard ? LOST_AFTER_MS : 0);
    await promise;
    clearTimeout(lost);
  }

  /** Whether these bytes are ours, which are nobody else's business. One that comes too late ends nothing. */
  takes(bytes: Uint8Array): boolean {
    if (bytes.length !== SIGN_BYTES + 1 || this.#sign.compare(bytes, 0, SIGN_BYTES) !== 0) return false;
    this.#everHeard = true;
    if (bytes[SIGN_BYTES] === this.#asked) this.#heard(undefined);
    return true;
  }
}
