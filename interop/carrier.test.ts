import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Line } from './line.ts';
import { lacks } from './program.ts';
import { runSipp } from './sipp.ts';

test('a carrier whose callers give up gets every answer that RFC 3261 promises, over UDP and TCP', async (t) => {
  if (lacks(t, 'sipp')) return;
  const line = await Line.start();
  t.after(() => line.end());
  const carry = (how: readonly string[]) =>
    runSipp({
      scenario: 'rings-and-gives-up.xml',
      sipPort: line.sipPort,
      number: '110',
      callsPerSecond: 5,
      calls: 20,
      how,
    });
  for (const transport of ['u1', 't1']) {
    const { code, told } = await carry(['-t', transport]);
    equal(code, 0, `${transport}: ${told}`);
  }
  const lost = await carry(['-t', 'u1', '-lost', '10']);
  equal(lost.code, 0, `with one packet in ten lost: ${lost.told}`);
  equal(/^pledgeline_calls_live (\d+)$/m.exec(await line.metrics())?.[1], '0');
});
