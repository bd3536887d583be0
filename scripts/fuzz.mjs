// `node scripts/fuzz.mjs [MESSAGES] [SEED]`: mutated messages against the SIP core, a million unless said otherwise.
import { ensureInstalled, runWithNode24 } from './install.mjs';

ensureInstalled();
process.exitCode = await runWithNode24('packages/sip/test/programs/fuzz.ts', process.argv.slice(2));
