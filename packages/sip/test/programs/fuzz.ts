import { besiege } from '../testing/besieged.ts';

/** Each siege is a user agent of its own; its number is the seed that brings it back. */
const SIEGE_MESSAGES = 1_000;
const [messages = 1_000_000, first = 1] = process.argv.slice(2).map(Number);
const sieges = Math.ceil(messages / SIEGE_MESSAGES);
if (!Number.isSafeInteger(sieges) || sieges < 1 || !Number.isSafeInteger(first)) {
  console.error('node scripts/fuzz.mjs [MESSAGES] [SEED]');
  process.exit(1);
}

const since = performance.now();
const told = { malformed: 0, sent: 0, dropped: 0 };
for (let seed = first; seed < first + sieges; seed++) {
  try {
    const siege = besiege(seed, SIEGE_MESSAGES);
    told.malformed += siege.malformed;
    told.sent += siege.sent;
    told.dropped += siege.dropped;
  } catch (error) {
    console.error(`siege ${seed} broke in; keep it in packages/sip/test/fuzz.test.ts`);
    throw error;
  }
}
const tookS = ((performance.now() - since) / 1_000).toFixed(1);
console.log(
  `${sieges * SIEGE_MESSAGES} mutated messages in ${tookS} s, seeds ${first} to ${first + sieges - 1}: ` +
    `${told.malformed} malformed, ${told.dropped} dropped, ${told.sent} messages sent; nothing broke`,
);
