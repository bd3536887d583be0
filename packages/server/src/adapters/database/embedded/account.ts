import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { StartFault } from '../../../start-fault.ts';

/** Somebody of this machine, as the operating system knows them. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom PostgreSQL, which refuses root, runs as when root starts Pledgeline: an account made for us, PostgreSQL's own,
 * or the one that owns nothing. initdb wants a name for it, so a number of our own choice would not do.
 */
const UNPRIVILEGED = ['pledgeline', 'postgres', 'nobody'] as const;

export const ourselves = (): Account => {
  const { username, uid, gid } = userInfo();
  return { name: username, uid, gid };
};

/** As whom the cluster in `data` is to run: whoever owns it already, else ourselves, or an unprivileged account for root. */
export async function accountFor(data: string): Promise<Account> {
  const self = ourselves();
  const owner = await stat(data).catch(() => null);
  if (owner !== null && owner.uid !== 0) return ownerAccount({ self, owner, data });
  return self.uid === 0 ? unprivileged() : self;
}

async function ownerAccount(of: {
  self: Account;
  owner: { uid: number; gid: number };
  data: string;
}): Promise<Account> {
  if (of.owner.uid === of.self.uid) return of.self;
  if (of.self.uid !== 0) {
    throw new StartFault(
      `The database in ${of.data} belongs to another user of this machine: start Pledgeline as the user who started it first.`,
    );
  }
  const name = await ask(['-un', String(of.owner.uid)]);
  if (name !== null) return { name, uid: of.owner.uid, gid: of.owner.gid };
  throw new StartFault(
    `The database in ${of.data} belongs to user ${of.owner.uid}, whom this machine does not know.`,
  );
}

async function unprivileged(): Promise<Account> {
  for (const name of UNPRIVILEGED) {
    const [uid, gid] = await Promise.all([ask(['-u', name]), ask(['-g', name])]);
    if (uid !== null && gid !== null && uid !== '0') return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new StartFault(
    `PostgreSQL does not run as root, and this machine has no user ${UNPRIVILEGED.join(', ')} to run it as: make one (useradd --system pledgeline), or start as an ordinary user.`,
  );
}

async function ask(question: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('id', [...question]);
    return stdout.trim();
  } catch {
    return null;
  }
}
