// `npm test [-- PART OF A PATH …]`: installs what is missing, builds the screens where they are stale, and runs the
// tests on Node 24. Runs itself on any Node from 18 on.
import { ensureInstalled, runWithNode24 } from './install.mjs';
import { ensureWeb } from './web.mjs';

ensureInstalled();
if (ensureWeb()) {
  process.exitCode = await runWithNode24('scripts/run-tests.ts', process.argv.slice(2));
} else {
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
