import type { NewPhonePassword, PhoneAccount, Position } from '@pledgeline/contract';
import type { Sentences } from '../language/french.ts';

/** What a form of a position's telephone is given, and tells when it is through. */
export interface PhoneFormProps {
  readonly position: Position;
  /** With what there is to say of it; nothing where nothing was changed. */
  readonly close: (said: string) => void;
  /** A password was made, and is to be shown this once. */
  readonly made: (password: NewPhonePassword) => void;
}

/** Whether the telephone of an account is there, and from where it came. */
export const registeredWords = ({ from }: PhoneAccount, words: Sentences['phone']): string =>
  from === null ? words.notRegistered : words.registeredFrom(from.address, from.transport.toUpperCase());
