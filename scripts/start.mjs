// `npm start`, with any Node from 18 on: brings what is missing, builds the screens and hands over to Node 24.
import { ensureInstalled, runWithNode24 } from './install.mjs';
import { ensureWeb } from './web.mjs';

ensureInstalled();
process.exitCode = ensureWeb()
  ? await runWithNode24('packages/server/src/main.ts', ['start', ...process.argv.slice(2)])
  : 1;
