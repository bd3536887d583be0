import { isIP } from 'node:net';
import { SubjectAlternativeNameExtension, X509Certificate } from '../tls/x509.ts';

/** Whom a certificate speaks for, of what SIP asks (RFC 5922 §7.1). */
interface Identities {
  /** From sip: addresses among the alternative names; where there is one, no DNS name counts. */
  readonly sip: readonly string[];
  readonly dns: readonly string[];
  readonly addresses: readonly string[];
  /** Counts only where there is no alternative name at all. */
  readonly commonName: string | null;
}

/**
 * Whether a certificate is that of the host which we meant to reach: the name in the trunk, before any name server was
 * asked, so that a forged answer leads nowhere.
 */
export function isIdentityOf(certificate: Uint8Array<ArrayBuffer>, host: string): boolean {
  const { sip, dns, addresses, commonName } = identitiesIn(certificate);
  if (isIP(host) !== 0) return addresses.some((address) => isSameAddress(address, host));
  const wanted = host.toLowerCase();
  if (sip.length > 0) return sip.includes(wanted);
  if (dns.length > 0) return dns.some((name) => isNamed(name, wanted));
  return addresses.length === 0 && commonName === wanted;
}

/** A leading `*.` stands for one label: RFC 5922 §7.2 wants none, but carriers have such certificates for their hosts. */
function isNamed(name: string, wanted: string): boolean {
  if (!name.startsWith('*.')) return name === wanted;
  const dot = wanted.indexOf('.');
  // `*.example` would speak for everybody under a top level.
  return dot > 0 && name.slice(1) === wanted.slice(dot) && name.split('.').length > 2;
}

function identitiesIn(raw: Uint8Array<ArrayBuffer>): Identities {
  const certificate = new X509Certificate(raw);
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const of = (type: string): readonly string[] =>
    names.flatMap((name) => (name.type === type ? [name.value.toLowerCase()] : []));
  const [commonName] = certificate.subjectName.getField('CN');
  return {
    sip: of('url').flatMap((uri) => /^sips?:([a-z0-9.-]+)$/.exec(uri)?.[1] ?? []),
    dns: of('dns'),
    addresses: of('ip'),
    commonName: names.length > 0 ? null : (commonName?.toLowerCase() ?? null),
  };
}

const isSameAddress = (one: string, other: string): boolean =>
  URL.canParse(`http://${bracketed(one)}`) &&
  new URL(`http://${bracketed(one)}`).hostname === new URL(`http://${bracketed(other)}`).hostname;

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
