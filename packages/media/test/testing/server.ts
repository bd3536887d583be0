/** A server that will be killed: it opens a caller's leg, plays to it, and says so. */
import type { CallId } from '@pledgeline/core';
import { MediaClient } from '../../src/index.ts';

const [socketPath = '', port = ''] = process.argv.slice(2);
const call = 'a' as CallId;
const media = new MediaClient({ socketPath });
await media.openLeg({
  call,
  remote: { address: '127.0.0.1', port: Number(port) },
  codec: 'PCMA',
  keysPayloadType: null,
});
await media.play({ to: { kind: 'caller', call }, prompt: 'hold-fr', repeat: true });
process.stdout.write('playing\n');
