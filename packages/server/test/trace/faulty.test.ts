import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { UserAgentShell, type MessageTrace } from '../../src/telephony/user-agent-shell.ts';
import { carrier } from '../testing/telephony.ts';
import { legNamed } from './messages.ts';

const fail = (): never => {
  throw new Error('a bug in the trace');
};
const faulty: MessageTrace = { before: fail, after: fail, dropped: fail, adopt: fail };

test('[TRACE-9] a call goes on past a trace that fails, and each failure is told', async () => {
  const faults: unknown[] = [];
  const shell: UserAgentShell = new UserAgentShell({
    clock: steadyClock(),
    admits: () => true,
    trace: faulty,
    perform(effect) {
      if (effect.kind === 'invited') shell.feed({ kind: 'refuse', leg: legNamed(effect.leg), status: 486 });
    },
    dropped: () => undefined,
    fault: (error) => void faults.push(error),
  });
  shell.restore([]);
  const { port } = await shell.open({ addresses: ['127.0.0.1'], port: 0, tls: null });
  const caller = await carrier(port);
  caller.invite('a');
  equal((await caller.hears('call-failed')).status, 486);
  ok(faults.length > 3);
  await caller.close();
  await shell.close();
});
