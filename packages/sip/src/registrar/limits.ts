export interface RegistrarLimits {
  /** Phones that may register. */
  readonly accountsMax: number;
  /** Devices of one phone's name; of more the one that ends first goes. */
  readonly bindingsPerUserMax: number;
  /** Devices in all; more are answered 503. */
  readonly bindingsMax: number;
  /** Less is answered 423, more is cut; what says nothing gets the most. */
  readonly expiresMinSeconds: number;
  readonly expiresMaxSeconds: number;
  /** How long a nonce is good for; then it is stale, which a phone sees to by itself. */
  readonly nonceMs: number;
  /** Nonces of one phone in use at once; of more the oldest is stale. */
  readonly noncesPerUserMax: number;
  /** Wrong passwords of one phone's name from one address until 403. */
  readonly wrongMax: number;
  /** The first lock after that; doubled by each wrong password that follows, up to the most. */
  readonly lockMs: number;
  readonly lockMaxMs: number;
  /** Pairs of name and address with wrong passwords; of more the one longest not tried is forgotten. */
  readonly locksMax: number;
  /** Phones that made nothing of a challenge: how many, and how long that is remembered. */
  readonly silentMax: number;
  readonly silentMs: number;
  /** Bytes of a Contact's URI. */
  readonly contactBytesMax: number;
  /** Bytes of a phone's name. */
  readonly userBytesMax: number;
}
export const REGISTRAR_LIMITS: RegistrarLimits = {
  accountsMax: 20_000,
  bindingsPerUserMax: 5,
  bindingsMax: 20_000,
  expiresMinSeconds: 60,
  expiresMaxSeconds: 3_600,
  nonceMs: 300_000,
  noncesPerUserMax: 16,
  wrongMax: 5,
  lockMs: 30_000,
  lockMaxMs: 3_600_000,
  locksMax: 10_000,
  silentMax: 10_000,
  silentMs: 86_400_000,
  contactBytesMax: 500,
  userBytesMax: 100,
};
