import { deepEqual, equal } from 'node:assert/strict';
import { mock, test } from 'node:test';
import { after, type Instant, type Step } from '@pledgeline/core';
import { steadyClock } from '../../src/adapters/clock/clock.ts';
import { MachineShell } from '../../src/adapters/clock/machine-shell.ts';

type Input = { readonly kind: 'ask' | 'echoed' | 'break' | 'clock' };
type Effect = { readonly kind: 'echo' };

interface Seen {
  readonly inputs: string[];
  wake: Instant | null;
}

function step(seen: Seen, input: Input, now: Instant): Step<Seen, Effect> {
  if (input.kind === 'break') throw new Error('a bug');
  seen.inputs.push(input.kind);
  seen.wake = input.kind === 'ask' ? after(now, 1_000) : null;
  return { state: seen, effects: input.kind === 'ask' ? [{ kind: 'echo' }] : [] };
}

function shellOf(perform: (effect: Effect, shell: MachineShell<Seen, Input, Effect>) => void) {
  const faults: string[] = [];
  const shell: MachineShell<Seen, Input, Effect> = new MachineShell<Seen, Input, Effect>(
    {
      state: { inputs: [], wake: null },
      step,
      wakeAt: (seen) => seen.wake,
      tick: { kind: 'clock' },
      perform: (effect) => perform(effect, shell),
      fault: (error) => void faults.push((error as Error).message),
    },
    steadyClock(),
  );
  return { shell, faults };
}

test('an input that an effect causes is taken after the step that caused it', () => {
  const { shell } = shellOf((_, self) => self.feed({ kind: 'echoed' }));
  shell.feed({ kind: 'ask' });
  deepEqual(shell.state.inputs, ['ask', 'echoed']);
  shell.stop();
});

test('a bug costs one input and is told; the machine goes on', () => {
  const { shell, faults } = shellOf(() => undefined);
  shell.feed({ kind: 'break' });
  shell.feed({ kind: 'echoed' });
  deepEqual(faults, ['a bug']);
  deepEqual(shell.state.inputs, ['echoed']);
});

test('the machine is told the time at the moment it asked for', () => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  try {
    const { shell } = shellOf(() => undefined);
    shell.feed({ kind: 'ask' });
    mock.timers.tick(999);
    equal(shell.state.inputs.length, 1);
    mock.timers.tick(1);
    deepEqual(shell.state.inputs, ['ask', 'clock']);
  } finally {
    mock.timers.reset();
  }
});

test('a clock that is set back goes on from where it was, so that no timer waits for it to be caught up with', () => {
  const wall = [1_000, 900, 950, 1_100];
  const clock = steadyClock(() => wall.shift() ?? 0);
  deepEqual([clock(), clock(), clock(), clock()], [1_000, 1_000, 1_050, 1_200]);
});
