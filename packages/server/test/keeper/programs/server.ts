/** A server that opens its database, keeps a call key, and behaves as TEST_SERVER says. */
import { openDatabase } from '../../../src/adapters/database/open.ts';
import { linkOver, ownChannel } from '../../../src/keeper/ipc-link.ts';
import { StartFault } from '../../../src/start-fault.ts';

const manner = process.env['TEST_SERVER'] ?? 'well-behaved';
const channel = ownChannel(process);
const link = linkOver(channel);
if (manner === 'crashing') process.exit(7);
if (manner === 'refusing') {
  await channel.sendAndFlush({ kind: 'failed', sentence: 'The certificate is not to be read.' });
  process.exit(1);
}
try {
  const db = await openDatabase(process.env['DATABASE_URL'] ?? '', () => {});
  const found = await link.keys.all();
  link.keys.put(`call-${process.pid}`, Buffer.from('0123456789abcdef'));
  const { length } = await db.selectFrom('sites').selectAll().execute();
  await db
    .insertInto('sites')
    .values({ id: `site-${process.pid}`, name: 'Paris' })
    .execute();
  link.ready([`server ${process.pid}, found ${length} sites and ${found.size} keys`]);
  link.onStop(() => {
    if (manner === 'deaf') return;
    void db.destroy().then(() => process.exit(0));
  });
  process.on('SIGTERM', () => process.exit(0));
  setInterval(() => {}, 1_000);
} catch (error) {
  const sentence = error instanceof StartFault ? error.sentence : String(error);
  await channel.sendAndFlush({ kind: 'failed', sentence });
  process.exit(1);
}
