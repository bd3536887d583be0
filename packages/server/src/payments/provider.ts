import type { Language } from '@pledgeline/contract';
import type { Result } from '@pledgeline/core';
import type { IncomingHttpHeaders } from 'node:http';

interface CheckoutWanted {
  /** Ours, for the provider's records; it names nobody. */
  readonly pledge: string;
  readonly amountCents: number;
  readonly frequency: 'once' | 'monthly';
  readonly language: Language;
  readonly charity: string;
  /** Where the donor comes back to, whatever happened. Coming back proves nothing. */
  readonly returnUrl: string;
}

export interface CheckoutOpened {
  /** The provider's name for it, which its notifications bear. */
  readonly reference: string;
  /** The provider's page, to which the donor is sent. */
  readonly url: string;
}

export interface PaymentNotification {
  /** The same for each repetition of one notification. */
  readonly notificationId: string;
  readonly checkoutReference: string;
  /** The provider's name for the money; of a refusal, for the attempt. */
  readonly paymentReference: string;
  readonly outcome: 'paid' | 'refused';
  /** What was really paid, which a donor may have changed. */
  readonly amountCents: number;
  readonly at: Date;
}

export type NotificationFault =
  /** Not from the provider, changed on the way, or sent again long afterwards. */
  | 'BAD_SIGNATURE'
  /** Signed, but nothing that we understand. */
  | 'BAD_INPUT';

/** Somebody who takes a donor's money: it happens on their page, and they tell us by notification. */
export interface PaymentProvider {
  /** Part of the notifications' address. */
  readonly name: string;
  /** The origin of its page, which our form must be allowed to lead to; null: our own. */
  readonly pageOrigin: string | null;
  /** Whether a checkout could be opened now; none is. */
  isReachable(): Promise<boolean>;
  openCheckout(wanted: CheckoutWanted): Promise<Result<CheckoutOpened, 'UNAVAILABLE'>>;
  /** `body` as it came, byte for byte. */
  readNotification(
    headers: IncomingHttpHeaders,
    body: Uint8Array,
  ): Result<PaymentNotification, NotificationFault>;
}
