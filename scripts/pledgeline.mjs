#!/usr/bin/env node
// `npx pledgeline …`, with any Node from 18 on: brings what is missing and hands over to Node 24.
import { ensureInstalled, runWithNode24 } from './install.mjs';
import { ensureWeb } from './web.mjs';

const args = process.argv.slice(2);
ensureInstalled();
const isWebReady = args[0] !== 'start' || ensureWeb();
process.exitCode = isWebReady ? await runWithNode24('packages/server/src/main.ts', args) : 1;
