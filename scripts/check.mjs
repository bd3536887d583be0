// `npm run check`: form, lint, types, what is unused, and the rules of this house, side by side. Runs on Node 18.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ensureInstalled, node24, ROOT } from './install.mjs';

ensureInstalled();

/** The longest first: what is short fills the gaps. */
const CHECKS = [
  { name: 'lint', command: ['oxlint', '--format=stylish'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'types of the web', command: ['tsc', '--project', 'packages/web', '--noEmit'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'types of pages', command: ['tsc', '--project', 'interop/page', '--noEmit'] },
  { name: 'form', command: ['oxfmt', '--check', '.'], cure: 'npm run format' },
  { name: 'tidy', command: [node24(), '--disable-warning=ExperimentalWarning', 'scripts/tidy.ts'] },
];
const AT_ONCE = 2;
const LIMIT_MS = 120_000;

const startedAt = Date.now();
const waiting = [...CHECKS];
const failures = [];
await Promise.all(Array.from({ length: AT_ONCE }, work));

for (const { check, output } of failures) {
  console.log(`\n── ${check.name} ──\n${output.trim()}`);
  if (check.cure !== undefined) console.log(`To put it right: ${check.cure}`);
}
console.log(
  failures.length === 0
    ? `\nAll is well, in ${seconds(startedAt)}.`
    : `\n${failures.length} of ${CHECKS.length} found something: ${failures.map(({ check }) => check.name).join(', ')}.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const since = Date.now();
    const { passed, output } = await run(check.command);
    console.log(`${passed ? 'well ' : 'WRONG'}  ${check.name.padEnd(18)}${seconds(since)}`);
    if (!passed) failures.push({ check, output });
  }
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        NO_COLOR: '1',
        PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      },
    });
    let output = '';
    const gather = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', gather);
    child.stderr.setEncoding('utf8').on('data', gather);
    const limit = setTimeout(() => {
      output += `\nnot done after ${LIMIT_MS / 1000} s: ended`;
      child.kill('SIGKILL');
    }, LIMIT_MS);
    const end = (passed) => {
      clearTimeout(limit);
      resolve({ passed, output });
    };
    child.on('error', (error) => {
      output += `${program} could not be started: ${error.message}`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
