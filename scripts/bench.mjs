// `npm run bench -- NAME [--json]`: measures, on Node 24. See bench/ for the names.
import { ensureInstalled, runWithNode24 } from './install.mjs';

ensureInstalled();
process.exitCode = await runWithNode24('scripts/run-bench.ts', process.argv.slice(2));
