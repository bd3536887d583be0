import { isIP } from 'node:net';
import { webcrypto } from 'node:crypto';
import type { KeyedCertificate } from '../../src/adapters/tls/local-authority.ts';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '../../src/adapters/tls/x509.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

interface Authority {
  readonly cert: string;
  /** A certificate with these alternative names: `sip:…` addresses, IP addresses, DNS names. */
  issue(wish: {
    readonly names: readonly string[];
    readonly commonName?: string;
    readonly expired?: boolean;
  }): Promise<KeyedCertificate>;
}

/** A carrier's authority that speaks for whomever it likes: ours is bound to the house and its machines. */
export async function makeCarrierAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const now = Date.now();
  const span = { notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 30 * DAY_MS) };
  const root = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=A carrier’s authority',
    keys,
    ...span,
    signingAlgorithm: EC,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  return {
    cert: root.toString('pem'),
    async issue({ names, commonName = 'carrier', expired = false }) {
      const own = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${commonName}`,
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        ...span,
        ...(expired ? { notAfter: new Date(now - DAY_MS) } : {}),
        signingAlgorithm: EC,
        extensions: names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names.map(generalName))],
      });
      return {
        cert: new X509Certificate(certificate.rawData).toString('pem'),
        key: await pemOf(own.privateKey),
      };
    },
  };
}

function generalName(value: string) {
  if (/^sips?:/.test(value)) return { type: 'url' as const, value };
  return { type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${bytes}\n-----END PRIVATE KEY-----\n`;
}
