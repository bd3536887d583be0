import { cutHeader, cutLines } from '../message/lines.ts';

/**
 * Whether bytes from the wire ask for something new: a request outside of any dialog. A response, an ACK, a CANCEL and
 * whatever bears a To tag belong to what is on, and are nothing that a flood could be made of. Looks at the head alone,
 * and never throws.
 */
export function isNewRequest(bytes: Uint8Array): boolean {
  const { startLine, headers } = cutLines(bytes);
  const [method = ''] = startLine.split(' ');
  if (/^SIP\/2\.0$/i.test(method) || method === 'ACK' || method === 'CANCEL') return false;
  const to = headers.map(cutHeader).find((header) => header !== null && /^(?:to|t)$/i.test(header.name));
  return !/;\s*tag\s*=/i.test(to?.value ?? '');
}
