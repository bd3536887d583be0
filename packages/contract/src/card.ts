/** Does this text hold a payment card number or an IBAN, however it is spaced? Told apart by length, prefix and check digits. */
export function holdsCardNumber(text: string): boolean {
  return cardNumbers(text).length > 0;
}

/** Placeholder for the helper's full version: see the SPEC. */
export function cardNumbers(_text: string): readonly { readonly start: number; readonly end: number }[] {
  return [];
}
