import { assert } from './assert.ts';

/** An amount of money in the hundredth part of its currency; always whole. */
export type Cents = number & { readonly __unit: 'cents' };

export function cents(amount: number): Cents {
  assert(Number.isSafeInteger(amount), 'an amount is a whole number of cents');
  return amount as Cents;
}
