/** What the line says in English, as it is to be read aloud. */
export const ENGLISH_TEXTS = {
  hold: 'Hello, and thank you for your call. All our volunteers are on the line. We will be with you in a few moments.',
  choice: 'To speak to a volunteer, please hold. To pledge by keypad, press 1. To be called back, press 2.',
  amount: 'Key in the amount of your pledge, in whole euros, then press the hash key.',
  'choice-keypad': 'To speak to a volunteer, please hold. To pledge by keypad, press 1.',
  'no-card': 'Never key in a card number; we do not ask for one.',
  'amount-bounds': 'By telephone, a pledge is from one to fifty thousand euros.',
  confirm: 'If that is right, press 1. To change the amount, press 2.',
  'not-understood': 'We did not understand that. Please try again.',
  'number-own':
    'To get the payment link by text at the number you are calling from, press the hash key. For another mobile, key in its number, then the hash key.',
  'number-other':
    'To get the payment link by text, key in your mobile number, then the hash key. Otherwise, press the hash key alone.',
  'number-wrong': 'That is not a mobile number.',
  'confirm-number': 'If that is right, press 1. To change the number, press 2.',
  'thanks-keypad':
    'Thank you! Your pledge has been noted. You will get the link to pay it. You can hang up now, or hold to speak to a volunteer.',
  'thanks-no-link':
    'Thank you! Your pledge has been noted, without a number to write to. You can hang up now, or hold to speak to a volunteer.',
  'already-noted':
    'Your pledge has been noted already: thank you! You can hang up now, or hold to speak to a volunteer.',
  'not-saved':
    'We are sorry: your pledge could not be noted. Please hold to speak to a volunteer, or ring again a little later.',
  'back-in-line': 'You have kept your place. Please hold, and a volunteer will be with you.',
  'callback-thanks': 'Thank you. We will call you back. Goodbye.',
  busy: 'Hello. All our lines are busy. Please ring again a little later, or donate on our website. Thank you!',
  barred:
    'Hello. This line is kept for people who would like to give, and we cannot take your call now. Thank you, and goodbye.',
  closed: 'Hello. The pledge line is closed at the moment. Thank you for your generosity. Goodbye.',
} as const;

/** The pieces of which an amount is said. */
export const ENGLISH_PIECES = {
  'heard-promise': 'You are pledging',
  'heard-number': 'Your number is',
  'heard-0': 'zero',
  'heard-1': 'one',
  'heard-2': 'two',
  'heard-3': 'three',
  'heard-4': 'four',
  'heard-5': 'five',
  'heard-6': 'six',
  'heard-7': 'seven',
  'heard-8': 'eight',
  'heard-9': 'nine',
  'heard-10': 'ten',
  'heard-11': 'eleven',
  'heard-12': 'twelve',
  'heard-13': 'thirteen',
  'heard-14': 'fourteen',
  'heard-15': 'fifteen',
  'heard-16': 'sixteen',
  'heard-17': 'seventeen',
  'heard-18': 'eighteen',
  'heard-19': 'nineteen',
  'heard-20': 'twenty',
  'heard-30': 'thirty',
  'heard-40': 'forty',
  'heard-50': 'fifty',
  'heard-60': 'sixty',
  'heard-70': 'seventy',
  'heard-80': 'eighty',
  'heard-90': 'ninety',
  'heard-and': 'and',
  'heard-100': 'hundred',
  'heard-1000': 'thousand',
  'heard-euro': 'euro',
  'heard-euros': 'euros',
} as const;
