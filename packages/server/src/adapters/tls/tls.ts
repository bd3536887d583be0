import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../log/log.ts';
import { StartFault } from '../../start-fault.ts';
import { issue, makeAuthority, type KeyedCertificate } from './local-authority.ts';
import { isHouseAddress } from './name-constraints.ts';

export interface TlsDeps {
  /** Given by whoever runs the line; null: an authority of our own. */
  readonly certificate: { readonly certFile: string; readonly keyFile: string } | null;
  readonly dataDir: string;
  readonly addresses: readonly string[];
  readonly now: () => Date;
  readonly log: Log;
}

export interface Tls {
  readonly current: () => KeyedCertificate;
  /** The authority that desks install; null where the certificate was given. */
  readonly authority: X509Certificate | null;
  /** Looks whether there is a newer certificate, or makes one; called by the hour. Answers whether it changed. */
  readonly renew: () => Promise<boolean>;
}

const RENEW_BEFORE_MS = 30 * 24 * 60 * 60 * 1_000;

/** The certificate that the web speaks HTTPS with beyond this machine. @throws StartFault when there can be none. */
export async function openTls(deps: TlsDeps): Promise<Tls> {
  return deps.certificate === null ? openLocal(deps) : openGiven(deps, deps.certificate);
}

async function openGiven(deps: TlsDeps, files: NonNullable<TlsDeps['certificate']>): Promise<Tls> {
  let current = await readGiven(files, deps.now());
  return {
    current: () => current,
    authority: null,
    renew: async () => {
      const found = await readGiven(files, deps.now());
      const isNew = found.cert !== current.cert;
      current = found;
      return isNew;
    },
  };
}

async function readGiven(
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
  now: Date,
): Promise<KeyedCertificate> {
  const [cert, key] = await Promise.all([readOr(certFile), readOr(keyFile)]);
  if (!isPair(cert, key))
    throw new StartFault(`The certificate ${certFile} and the key ${keyFile} do not belong together.`);
  if (new Date(new X509Certificate(cert).validTo) < now)
    throw new StartFault(`The certificate ${certFile} has run out: put a valid one there.`);
  return { cert, key };
}

async function readOr(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new StartFault(
      `The file ${file} cannot be read: check PLEDGELINE_TLS_CERT and PLEDGELINE_TLS_KEY.`,
    );
  });
}

function isPair(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

async function openLocal(deps: TlsDeps): Promise<Tls> {
  const outside = deps.addresses.find((address) => !isHouseAddress(address));
  if (outside !== undefined)
    throw new StartFault(
      `${outside} is a public address, for which the authority of this machine may not speak: give a certificate with PLEDGELINE_TLS_CERT and PLEDGELINE_TLS_KEY.`,
    );
  const folder = join(deps.dataDir, 'tls');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const machine = machineName();
  const authority = await kept(folder, 'authority', () => makeAuthority(machine, deps.now()));
  const names = [...deps.addresses, machine, `${machine}.local`, 'localhost'];
  const isGood = (held: KeyedCertificate): boolean => serves(held, { authority, names, now: deps.now() });
  const make = (): Promise<KeyedCertificate> => issue(authority, names, deps.now());
  let current = await kept(folder, 'server', make, isGood);
  return {
    current: () => current,
    authority: new X509Certificate(authority.cert),
    renew: async () => {
      if (isGood(current)) return false;
      current = await kept(folder, 'server', make, isGood);
      deps.log.info('the certificate was renewed');
      return true;
    },
  };
}

/** As a name in a certificate can be: short, in letters, digits and hyphens. */
const machineName = (): string =>
  (hostname().split('.')[0] ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '')
    .slice(0, 40) || 'line';

interface Needs {
  readonly authority: KeyedCertificate;
  readonly names: readonly string[];
  readonly now: Date;
}

function serves(held: KeyedCertificate, { authority, names, now }: Needs): boolean {
  const certificate = new X509Certificate(held.cert);
  return (
    certificate.verify(new X509Certificate(authority.cert).publicKey) &&
    new Date(certificate.validTo).getTime() - now.getTime() > RENEW_BEFORE_MS &&
    names.every(
      (name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined,
    )
  );
}

/** What is in the folder under that name, if it is whole and good; otherwise made, and kept for nobody else to read. */
async function kept(
  folder: string,
  name: string,
  make: () => Promise<KeyedCertificate>,
  isGood: (held: KeyedCertificate) => boolean = () => true,
): Promise<KeyedCertificate> {
  const file = join(folder, `${name}.pem`);
  const held = await readFile(file, 'utf8').then(split, () => null);
  if (held !== null && isPair(held.cert, held.key) && isGood(held)) return held;
  const made = await make();
  // Certificate and key in one file, put in place at once: never one without the other.
  await writeFile(`${file}.new`, made.cert.trimEnd() + '\n' + made.key, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

function split(pem: string): KeyedCertificate | null {
  const at = pem.indexOf('-----BEGIN PRIVATE KEY-----');
  return at < 0 ? null : { cert: pem.slice(0, at), key: pem.slice(at) };
}
