import { createHash } from 'node:crypto';
import type { TrunkId } from '@pledgeline/core';
import { seal, unseal } from '../telephony/seal.ts';

/** Seals the passwords of carriers' accounts under a key that lies beside the database and not in it. */
export interface Passwords {
  seal(trunk: TrunkId, password: string): string;
  /** Null: this machine has another key than the one that sealed it. */
  open(trunk: TrunkId, sealed: string): string | null;
}

export function passwordsUnder(secret: string): Passwords {
  const key = createHash('sha256').update(secret).digest();
  const about = (trunk: TrunkId): string => `trunk ${trunk} password`;
  return {
    seal: (trunk, password) => seal(password, key, about(trunk)),
    open: (trunk, sealed) => {
      const password = unseal(sealed, key, about(trunk));
      return typeof password === 'string' ? password : null;
    },
  };
}
