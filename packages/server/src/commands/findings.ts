import { X509Certificate } from 'node:crypto';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connect } from '../adapters/database/connect.ts';
import { socketUrl } from '../adapters/database/embedded/cluster.ts';
import { placeIn } from '../adapters/database/embedded/place.ts';
import { databaseFault, unreachableSentence } from '../adapters/database/open.ts';
import { portFault, portsWanted } from '../keeper/ports.ts';
import type { Settings } from '../settings.ts';
import { StartFault } from '../start-fault.ts';
import { lineRunning } from './line-database.ts';
import { floorFinding } from './floor-finding.ts';
import { promptFinding } from './prompt-finding.ts';
import { trunkFindings } from './trunk-findings.ts';
import { turnFindings } from './turn-findings.ts';

/** One thing looked at: whether it is sound, and what to do where it is not. */
export interface Finding {
  readonly sound: boolean;
  readonly sentence: string;
}

const NODE_MAJOR = 24;
const CERTIFICATE_DAYS_MIN = 14;
const DAY_MS = 86_400_000;

const sound = (sentence: string): Finding => ({ sound: true, sentence });
const wrong = (sentence: string): Finding => ({ sound: false, sentence });

/** Looks at everything that a start needs, and changes nothing. */
export async function findings(of: {
  settings: Settings;
  root: string;
  stop: AbortSignal;
}): Promise<readonly Finding[]> {
  const { settings, root } = of;
  const keeper = lineRunning(settings);
  return [
    nodeVersion(),
    await dataFolder(settings.dataDir),
    keeper === null
      ? sound('Pledgeline is not running on this data folder.')
      : sound(`Pledgeline is running (process ${keeper}).`),
    await database(settings, keeper !== null),
    ...(await trunks(settings, keeper !== null)),
    ...(await prompts(settings, keeper !== null)),
    ...(await floor(settings.dataDir)),
    ...(keeper === null ? await ports(settings) : []),
    await web(root),
    ...(settings.addresses.length > 0 ? [await certificate(settings)] : []),
    ...(settings.publicAddress === null ? [] : [router(settings.publicAddress, settings)]),
    ...(await turnFindings(settings.turn)),
    settings.smtpUrl === null
      ? sound('E-mail is kept on the outbox page and not sent (PLEDGELINE_SMTP_URL is not set).')
      : sound('E-mail is sent over PLEDGELINE_SMTP_URL.'),
  ];
}

/** What a router must do can only be said here, not seen. */
function router(publicAddress: string, { addresses, sipPort, sipsPort, rtpPorts }: Settings): Finding {
  if (addresses.length === 0)
    return wrong(
      'PLEDGELINE_PUBLIC_ADDRESS is set, and nothing outside of this machine reaches the line: set PLEDGELINE_ADDRESS to this machine’s own address as well.',
    );
  const signals = sipsPort === null ? `port ${sipPort}` : `ports ${sipPort} and ${sipsPort}`;
  const sounds = `UDP ports ${rtpPorts.first} to ${rtpPorts.last}`;
  return sound(
    `Outside of the house the line calls itself ${publicAddress}: the router forwards ${signals} and ${sounds} as they are.`,
  );
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_MAJOR) return sound(`Node ${process.versions.node} runs it.`);
  return wrong(
    `Node ${process.versions.node} runs it, and it needs ${NODE_MAJOR}: run "npm install" in the clone.`,
  );
}

async function dataFolder(dataDir: string): Promise<Finding> {
  const found = await stat(dataDir).catch(() => null);
  if (found !== null && !found.isDirectory()) {
    return wrong(`The data folder ${dataDir} is a file: set PLEDGELINE_DATA_DIR to another folder.`);
  }
  const tried = found === null ? await nearestThatIs(dataDir) : dataDir;
  const writable = await access(tried, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return wrong(`${tried} cannot be written by this user: set PLEDGELINE_DATA_DIR to another folder.`);
  return sound(
    found === null ? `The data folder ${dataDir} will be made.` : `The data folder is ${dataDir}.`,
  );
}

async function nearestThatIs(path: string): Promise<string> {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (at === dirname(at) || (await stat(at).catch(() => null)) !== null) return at;
  }
}

async function database(settings: Settings, isRunning: boolean): Promise<Finding> {
  try {
    const url = await databaseUrl(settings, isRunning);
    if (url === null)
      return sound('The database is our own PostgreSQL, which starts and ends with the line.');
    return await databaseAt(url);
  } catch (error) {
    if (error instanceof StartFault) return wrong(error.sentence);
    throw error;
  }
}

/** Null: our own, and nobody runs it now. */
async function databaseUrl(settings: Settings, isRunning: boolean): Promise<string | null> {
  return settings.databaseUrl ?? (isRunning ? socketUrl((await placeIn(settings.dataDir)).sockets) : null);
}

async function trunks(settings: Settings, isRunning: boolean): Promise<readonly Finding[]> {
  // Where the database is out of order, that has been said.
  const url = await databaseUrl(settings, isRunning).catch(() => null);
  return url === null ? [] : trunkFindings(url, { settings, isRunning });
}

async function prompts(settings: Settings, isRunning: boolean): Promise<readonly Finding[]> {
  const url = await databaseUrl(settings, isRunning).catch(() => null);
  const finding = url === null ? null : await promptFinding(url);
  return finding === null ? [] : [finding];
}

async function floor(dataDir: string): Promise<readonly Finding[]> {
  const finding = await floorFinding(dataDir);
  return finding === null ? [] : [finding];
}

async function databaseAt(url: string): Promise<Finding> {
  const db = connect(url, () => {}, 1);
  try {
    const fault = await databaseFault(db);
    return fault === null
      ? sound('The database answers, and this Pledgeline knows its tables.')
      : wrong(fault);
  } catch (error) {
    return wrong(unreachableSentence(url, error));
  } finally {
    await db.destroy();
  }
}

async function ports(settings: Settings): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const wanted of portsWanted(settings)) {
    const fault = await portFault(wanted);
    if (fault !== null) found.push(wrong(fault));
  }
  return found.length > 0 ? found : [sound('Every port is free.')];
}

async function web(root: string): Promise<Finding> {
  const built = await stat(join(root, 'packages/web/dist/index.html')).catch(() => null);
  return built === null
    ? wrong('The screens are not built: "npm start" builds them.')
    : sound('The screens are built.');
}

async function certificate(settings: Settings): Promise<Finding> {
  const given = settings.certificate;
  if (given === null) return sound('HTTPS uses a certificate of our own local authority.');
  try {
    const [pem] = await Promise.all([readFile(given.certFile), readFile(given.keyFile)]);
    const days = Math.floor((new X509Certificate(pem).validToDate.getTime() - Date.now()) / DAY_MS);
    if (days >= CERTIFICATE_DAYS_MIN) return sound(`The certificate is good for ${days} more days.`);
    return wrong(
      days < 0
        ? 'The certificate has run out: renew it.'
        : `The certificate runs out in ${days} days: renew it.`,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(
      `The certificate or its key cannot be read (${reason}): correct PLEDGELINE_TLS_CERT and PLEDGELINE_TLS_KEY.`,
    );
  }
}
