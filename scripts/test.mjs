// `npm test [PART OF A PATH …]`: installs what is missing, builds the web where it is stale, runs the tests on Node 24.
import { ensureInstalled, runWithNode24 } from './install.mjs';

ensureInstalled();
process.exitCode = await runWithNode24('scripts/run-tests.ts', process.argv.slice(2));
