import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evening } from '../../src/commands/evening.ts';
import { StartFault } from '../../src/start-fault.ts';

async function typed(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const terminal = {
    say: (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
  };
  const settings = () => assert.fail('an evening needs no setting');
  const context = {
    args,
    environment: {},
    root: '/',
    terminal,
    settings,
    stop: new AbortController().signal,
  };
  return { code: await evening.run(context), said, complained };
}

/** Small, so that it is played in a moment. */
const SMALL = ['--seats', '2', '--hours', '0.5', '--calls', '120', '--nights', '3'];

test('[EVE-1] an evening is played as often as was asked, the same for the same seed', async () => {
  const first = await typed(...SMALL, '--json');
  assert.equal(first.code, 0);
  assert.deepEqual(await typed(...SMALL, '--json'), first);
  const { nights } = JSON.parse(first.said.join('')) as { nights: { rang: number; minutes: object[] }[] };
  assert.equal(nights.length, 3);
  assert.ok(new Set(nights.map(({ rang }) => rang)).size > 1, 'no two nights are alike');
  assert.notDeepEqual((await typed(...SMALL, '--seed', '9', '--json')).said, first.said);
});

test('[EVE-1] a person reads the middle night, the theory and three curves', async () => {
  const { code, said } = await typed(...SMALL, '--on-air', '10:60', '--pledge', '40');
  assert.equal(code, 0);
  const report = said.join('\n');
  assert.match(report, /^2 seats, 0\.5 h, played 3 times \(seeds 1 to 3\)$/m);
  assert.match(report, /^ {2}gave up( +[\d.]+ %){3}$/m);
  assert.match(report, /^ {2}pledges lost( +\d+ €){3}$/m);
  // 60 calls by chance and 60 on air in half an hour.
  assert.match(report, /^In theory, with 240 calls an hour that come evenly:$/m);
  assert.match(report, /^ {2}Erlang C: more is offered than the seats carry/m);
  assert.match(report, /^ {2}Erlang A: [\d.]+ % wait, [\d.]+ % give up$/m);
  for (const curve of ['Calls a minute', 'Waiting', 'Gave up'])
    assert.match(report, new RegExp(`^ {2}${curve} *\\|[ ▁▂▃▄▅▆▇█]+\\| at most \\d+$`, 'm'));
});

test('[EVE-2] the seats that are enough are found, or it says that none are', async () => {
  const found = await typed(...SMALL, '--answered', '95');
  assert.equal(found.code, 0);
  assert.match(
    found.said.at(-1) ?? '',
    /^\d+ seats are enough that 95\.0 % are answered within the bound\.$/,
  );
  const { code, said } = await typed(
    '--hours',
    '0.1',
    '--nights',
    '1',
    '--no-show',
    '100',
    '--answered',
    '95',
  );
  assert.equal(code, 1);
  assert.equal(said.at(-1), 'No number of seats is enough that 95.0 % are answered within the bound.');
});

test('[EVE-3] what is not understood is named, with every option and what it is without it', async () => {
  for (const [args, sentence] of [
    [['--seats', 'many'], /^--seats is a number, or a site and a number/],
    [['--on-air', '20'], /^--on-air is a minute and a number of calls/],
    [['--on-air', ':5'], /^--on-air is a minute/],
    [['--talk', '0'], /^--talk is a number from 1 to 3600\.$/],
    [['--nights', 'x'], /^--nights is a number from 1 to 1000\.$/],
    [['--answered', '95', '--gave-up', '2'], /^One goal at a time/],
    [['--fly'], /^One of these is no option/],
  ] as const) {
    const { code, said, complained } = await typed(...args);
    assert.equal(code, 2);
    assert.deepEqual(said, []);
    assert.match(complained[0] ?? '', sentence);
    assert.ok(complained.some((line) => /--seats N or SITE:N .*\(without it: 15\)/.test(line)));
  }
});

test('[EVE-3] asked for help, it lists its options and plays nothing', async () => {
  const { code, said } = await typed('--help');
  assert.equal(code, 0);
  assert.ok(said.length > 10 && said.every((line) => /^(npx pledgeline evening| {2}--)/.test(line)));
});

test('[EVE-3] what is more than can be played is refused before it is begun', async () => {
  for (const [args, sentence] of [
    [['--calls', '100000000'], /callers at the most/],
    [['--seats', '30000'], /seats at the most/],
  ] as const)
    await assert.rejects(
      typed(...args),
      (error) => error instanceof StartFault && sentence.test(error.sentence),
    );
});
