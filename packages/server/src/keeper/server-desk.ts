import type { ToKeeper, ToServer } from './messages.ts';
import type { KeyVault } from './vault.ts';

/** What the keeper does with what the server says. */
export interface ServerSaid {
  ready(lines: readonly string[]): void;
  failed(sentence: string): void;
}

const LINES_MAX = 40;
const LINE_LENGTH_MAX = 400;

/** Takes one message from the server. What is not one of ours is passed over: the keeper outlives any server's slip. */
export function answerServer(
  message: unknown,
  of: { vault: KeyVault; said: ServerSaid; reply: (message: ToServer) => void },
): void {
  if (!isMessage(message)) return;
  switch (message.kind) {
    case 'ready':
      return of.said.ready(message.lines.slice(0, LINES_MAX).map(printable));
    case 'failed':
      return of.said.failed(printable(message.sentence));
    case 'keys-changed':
      for (const [call, key] of message.changes)
        if (key === null) of.vault.destroy(call);
        else of.vault.put(call, Buffer.from(key, 'base64url'));
      return;
    case 'keys': {
      const keys = [...of.vault.all()].map(([call, key]) => ({
        call,
        key: Buffer.from(key).toString('base64url'),
      }));
      return of.reply({ kind: 'keys', request: message.request, keys });
    }
    default:
  }
}

function isMessage(message: unknown): message is ToKeeper {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  const fields = message as Readonly<Record<string, unknown>>;
  switch (message.kind) {
    case 'ready':
      return Array.isArray(fields['lines']) && fields['lines'].every((line) => typeof line === 'string');
    case 'failed':
      return typeof fields['sentence'] === 'string';
    case 'keys-changed':
      return Array.isArray(fields['changes']) && fields['changes'].every(isKeyChange);
    case 'keys':
      return typeof fields['request'] === 'number';
    default:
      return false;
  }
}

function isKeyChange(change: unknown): boolean {
  if (!Array.isArray(change)) return false;
  const [call, key] = change as readonly unknown[];
  return typeof call === 'string' && (key === null || typeof key === 'string');
}

/** No control character of a message reaches the terminal. */
const printable = (line: string): string => line.replaceAll(/\p{Cc}/gu, ' ').slice(0, LINE_LENGTH_MAX);
