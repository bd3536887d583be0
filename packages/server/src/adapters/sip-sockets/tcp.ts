import { connect } from 'node:net';
import type { StreamKind } from './streams.ts';

export const tcpFrom = (localAddress: string): StreamKind => ({
  transport: 'tcp',
  accept: (raw, ready) => ready(raw),
  connect: ({ address, port }, ready) => connect({ host: address, port, localAddress }, ready),
});
