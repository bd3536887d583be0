import { KeyChanges } from './key-changes.ts';
import type { KeeperLink } from './link.ts';
import type { ToKeeper, ToServer } from './messages.ts';

/** The server's end of the channel to the process that started it. */
export interface Channel {
  send(message: ToKeeper): void;
  /** Answers when the message is on its way: whoever ends right after sending would take it along. */
  sendAndFlush(message: ToKeeper): Promise<void>;
  onMessage(listener: (message: ToServer) => void): void;
  /** The keeper is gone. */
  onDisconnect(listener: () => void): void;
}

const KEYS_WITHIN_MS = 5_000;

/** The link over the channel. A stop that comes before anybody listens is kept for the one who does. */
export function linkOver(channel: Channel): KeeperLink {
  let asked = false;
  const listeners: (() => void)[] = [];
  let requests = 0;
  const changes = new KeyChanges((changed) => channel.send({ kind: 'keys-changed', changes: changed }));
  const waiting = new Map<number, (keys: ReadonlyMap<string, Uint8Array>) => void>();
  const stop = (): void => {
    if (asked) return;
    asked = true;
    for (const listener of listeners) listener();
  };
  channel.onDisconnect(stop);
  channel.onMessage((message) => {
    switch (message.kind) {
      case 'stop':
        return stop();
      case 'keys':
        waiting.get(message.request)?.(received(message));
        waiting.delete(message.request);
        break;
      default: // A keeper that was started before an update may know more than we do.
    }
  });
  return {
    onStop: (told) => {
      listeners.push(told);
      if (asked) told();
    },
    ready: (lines) => channel.send({ kind: 'ready', lines }),
    keys: {
      put: (call, key) => changes.put(call, key),
      destroy: (call) => changes.destroy(call),
      all: () =>
        new Promise((resolve, reject) => {
          requests += 1;
          const request = requests;
          const late = setTimeout(() => {
            waiting.delete(request);
            reject(new Error('the keeper does not answer'));
          }, KEYS_WITHIN_MS);
          changes.flush();
          waiting.set(request, (keys) => {
            clearTimeout(late);
            resolve(keys);
          });
          channel.send({ kind: 'keys', request });
        }),
    },
  };
}

const received = (message: Extract<ToServer, { kind: 'keys' }>): ReadonlyMap<string, Uint8Array> =>
  new Map(message.keys.map(({ call, key }) => [call, Uint8Array.from(Buffer.from(key, 'base64url'))]));

/** The channel of this very process, which the keeper started with one. */
export function ownChannel(own: NodeJS.Process): Channel {
  return {
    // A message to a keeper that has just died is lost with it; `disconnect` says so.
    send: (message) => void (own.connected && own.send?.(message, undefined, undefined, () => {})),
    sendAndFlush: (message) =>
      new Promise((resolve) => {
        if (own.connected) own.send?.(message, undefined, undefined, () => resolve());
        else resolve();
      }),
    onMessage: (listener) => void own.on('message', (message) => listener(message as ToServer)),
    onDisconnect: (listener) => void own.on('disconnect', listener),
  };
}
